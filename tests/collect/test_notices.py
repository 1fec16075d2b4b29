from __future__ import annotations

import pytest

from riscontro.collect.notices import NoticeKind, find_notices, notice_langs, notice_patterns

DESK = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "pl", "pt", "ru", "uk", "zh")

LEFT = NoticeKind.LEFT
READ = NoticeKind.READ
WORDS = NoticeKind.LEFT_WORDS
SIGNS = NoticeKind.LEFT_CHARACTERS
WALL = NoticeKind.WALL
DOOR = NoticeKind.DOOR
MORE = NoticeKind.MORE
MINUTES = NoticeKind.MINUTES
METER = NoticeKind.METER
TRANSLATED = NoticeKind.TRANSLATED

FOUND = [
    ("it", "C'è ancora il 75% di questo articolo da leggere", LEFT, 75),
    ("it", "Ti resta da leggere il 40 % dell’articolo", LEFT, 40),
    ("it", "Hai letto il 30% di questo articolo.", READ, 30),
    ("it", "Abbonati per continuare a leggere", WALL, None),
    ("it", "Per continuare la lettura, abbonati o accedi", WALL, None),
    ("it", "Questo articolo è riservato agli abbonati.", WALL, None),
    ("it", "Contenuto riservato", WALL, None),
    ("it", "Sei già abbonato? Accedi", DOOR, None),
    ("it", "Continua a leggere", MORE, None),
    ("it", "Ti restano 3 articoli gratuiti", METER, 3),
    ("en", "There is still 75% of this article to read", LEFT, 75),
    ("en", "You have 60 percent of this story left to read", LEFT, 60),
    ("en", "You've read 20% of this article", READ, 20),
    ("en", "You have 450 words left", WORDS, 450),
    ("en", "Subscribe to continue reading", WALL, None),
    ("en", "Sign in or create a free account to keep reading", WALL, None),
    ("en", "To continue reading, subscribe today.", WALL, None),
    ("en", "This article is for subscribers only", WALL, None),
    ("en", "This story is exclusively available to our members", WALL, None),
    ("en", "You've reached your limit of free articles", WALL, None),
    ("en", "Already a subscriber? Log in", DOOR, None),
    ("en", "Read the full story", MORE, None),
    ("en", "You have 3 free articles left this month", METER, 3),
    ("fr", "Il reste 60 % de cet article à lire", LEFT, 60),
    ("fr", "Il vous reste 82.86% de cet article à lire. La suite est réservée aux abonnés.", LEFT, 82.86),
    ("fr", "Abonnez-vous pour lire la suite", WALL, None),
    ("fr", "La suite est réservée aux abonnés.", WALL, None),
    ("fr", "Cet article est réservé à nos abonnés", WALL, None),
    ("fr", "Déjà abonné ? Connectez-vous", DOOR, None),
    ("fr", "Lire la suite", MORE, None),
    ("es", "Te queda por leer el 55% de este artículo", LEFT, 55),
    ("es", "Suscríbete para seguir leyendo", WALL, None),
    ("es", "Para continuar leyendo, inicia sesión o regístrate", WALL, None),
    ("es", "Contenido exclusivo para suscriptores", WALL, None),
    ("es", "¿Ya eres suscriptor?", DOOR, None),
    ("es", "Seguir leyendo", MORE, None),
    ("de", "Sie haben noch 70 % dieses Artikels vor sich", LEFT, 70),
    ("de", "Lesen Sie die restlichen 80 Prozent mit einem Abo", LEFT, 80),
    ("de", "Jetzt abonnieren und weiterlesen", WALL, None),
    ("de", "Dieser Artikel ist nur für Abonnenten", WALL, None),
    ("de", "Weiterlesen mit dem Digitalabo", WALL, None),
    ("de", "Sie sind bereits Abonnent? Zur Anmeldung", DOOR, None),
    ("de", "Mehr lesen", MORE, None),
    ("pt", "Resta ler 65% deste artigo", LEFT, 65),
    ("pt", "Assine para continuar lendo", WALL, None),
    ("pt", "Conteúdo exclusivo para assinantes", WALL, None),
    ("pt", "Já é assinante? Faça login", DOOR, None),
    ("pt", "Continuar a ler", MORE, None),
    ("pl", "Pozostało Ci 72% artykułu", LEFT, 72),
    ("pl", "Zaloguj się lub wykup dostęp, aby czytać dalej", WALL, None),
    ("pl", "Ten artykuł jest dostępny tylko dla prenumeratorów", WALL, None),
    ("pl", "Czytaj dalej", MORE, None),
    ("ru", "Вам осталось прочитать 70% этой статьи", LEFT, 70),
    ("ru", "Для продолжения оформите подписку", WALL, None),
    ("ru", "Чтобы продолжить чтение, войдите или зарегистрируйтесь", WALL, None),
    ("ru", "Полный текст доступен только подписчикам", WALL, None),
    ("ru", "Материал доступен только по подписке", WALL, None),
    ("ru", "Читать далее", MORE, None),
    ("uk", "Вам залишилося прочитати 70 % статті", LEFT, 70),
    ("uk", "Щоб продовжити читання, оформіть підписку", WALL, None),
    ("uk", "Цей матеріал доступний лише за передплатою", WALL, None),
    ("uk", "Читати далі", MORE, None),
    ("ko", "이 기사는 유료회원 전용입니다", WALL, None),
    ("ko", "이 기사의 70%가 더 남아 있습니다", LEFT, 70),
    ("ko", "로그인 후 전체 기사를 읽을 수 있습니다", WALL, None),
    ("ko", "기사 전문은 구독 후 이용할 수 있습니다", WALL, None),
    ("ko", "계속 읽기", MORE, None),
    ("zh", "剩余70%的内容", LEFT, 70),
    ("zh", "还有约1200字", SIGNS, 1200),
    ("zh", "订阅后继续阅读", WALL, None),
    ("zh", "本文为付费会员专享内容", WALL, None),
    ("zh", "阅读全文", MORE, None),
    ("ja", "残り1,234文字", SIGNS, 1234),
    ("ja", "この記事は有料会員限定です", WALL, None),
    ("ja", "続きを読むには会員登録が必要です", WALL, None),
    ("ja", "続きを読む", MORE, None),
    ("ar", "تبقى لك 70% من هذا المقال", LEFT, 70),
    ("ar", "اشترك الآن لمتابعة القراءة", WALL, None),
    ("ar", "هذا المقال متاح للمشتركين فقط", WALL, None),
    ("ar", "اقرأ المزيد", MORE, None),
    ("it", "Tempo di lettura: 4 minuti", MINUTES, 4),
    ("en", "5-min read", MINUTES, 5),
    ("fr", "Lecture 3 min", MINUTES, 3),
    ("es", "6 min de lectura", MINUTES, 6),
    ("de", "Lesezeit: ca. 7 Minuten", MINUTES, 7),
    ("pt", "Tempo de leitura: 2 minutos", MINUTES, 2),
    ("pl", "Czas czytania: 8 minut", MINUTES, 8),
    ("ru", "Время чтения: 5 минут", MINUTES, 5),
    ("uk", "Час читання: 5 хвилин", MINUTES, 5),
    ("ko", "읽는 시간 3분", MINUTES, 3),
    ("zh", "阅读时间：5分钟", MINUTES, 5),
    ("ja", "この記事は3分で読めます", MINUTES, 3),
    ("ar", "مدة القراءة: 4 دقائق", MINUTES, 4),
    ("zh", "全文约1800字", NoticeKind.WHOLE_CHARACTERS, 1800),
    ("en", "Length: 1,240 words", NoticeKind.WHOLE_WORDS, 1240),
]


@pytest.mark.parametrize(("lang", "text", "kind", "number"), FOUND, ids=[case[1] for case in FOUND])
def test_notice_is_found(lang: str, text: str, kind: NoticeKind, number: float | None) -> None:
    found = {(notice.kind, notice.number) for notice in find_notices(text, [lang])}
    assert (kind, number) in found


PAGED = [
    ("it", "Pagina 2 di 5", 2, 5),
    ("en", "1/3 Next page", 1, 3),
    ("fr", "Page 1 sur 4", 1, 4),
    ("es", "Página 1 de 3", 1, 3),
    ("de", "Seite 1 von 6", 1, 6),
    ("pt", "Página 1 de 2", 1, 2),
    ("pl", "Strona 1 z 3", 1, 3),
    ("ru", "Страница 1 из 3", 1, 3),
    ("uk", "Сторінка 1 з 3", 1, 3),
    ("ko", "3쪽 중 1쪽", 1, 3),
    ("zh", "第1页，共4页", 1, 4),
    ("ja", "4ページ中1ページ目", 1, 4),
    ("ar", "الصفحة 1 من 4", 1, 4),
]


@pytest.mark.parametrize(("lang", "text", "number", "total"), PAGED, ids=[case[1] for case in PAGED])
def test_numbered_pages_are_found(lang: str, text: str, number: int, total: int) -> None:
    found = {(n.number, n.total) for n in find_notices(text, [lang]) if n.kind is NoticeKind.PAGES}
    assert (number, total) in found


TRANSLATIONS = [
    ("it", "Questo articolo è stato tradotto automaticamente dal coreano", "ko"),
    ("it", "Traduzione automatica", None),
    ("en", "This article was automatically translated from Korean", "ko"),
    ("en", "Translated from Russian by Google", "ru"),
    ("en", "Machine translation", None),
    ("fr", "Cet article a été traduit automatiquement", None),
    ("fr", "Traduit du coréen par DeepL", "ko"),
    ("es", "Este artículo fue traducido automáticamente del inglés", "en"),
    ("de", "Dieser Artikel wurde maschinell aus dem Russischen übersetzt", "ru"),
    ("pt", "Traduzido do inglês por Google", "en"),
    ("pl", "Przetłumaczono z rosyjskiego", "ru"),
    ("ru", "Машинный перевод с корейского", "ko"),
    ("uk", "Машинний переклад з російської", "ru"),
    ("ko", "이 기사는 영어에서 기계 번역되었습니다", "en"),
    ("zh", "本文由机器翻译", None),
    ("ja", "この記事は機械翻訳です", None),
    ("ar", "ترجمة آلية من الإنجليزية", "en"),
]


@pytest.mark.parametrize(("lang", "text", "source"), TRANSLATIONS, ids=[case[1] for case in TRANSLATIONS])
def test_translation_is_found_with_its_language(lang: str, text: str, source: str | None) -> None:
    found = {n.source_lang for n in find_notices(text, [lang]) if n.kind is TRANSLATED}
    assert source in found


PROSE = [
    ("it", "Il presidente ha letto il 30% dei documenti prima di firmare l'accordo con Mosca."),
    ("en", "About 75% of the shells were delivered by train, the ministry said in a report."),
    ("en", "Subscribers to the channel doubled after the visit of the foreign minister."),
    ("fr", "Il reste 60 % des troupes dans la région, selon le ministère."),
    ("de", "Noch 70 Prozent der Munition lagern im Osten, hieß es."),
    ("es", "Queda el 40% de las tropas en la frontera, según el informe."),
    ("pt", "Restam 20% dos soldados na região, segundo o governo."),
    ("pl", "Pozostało 30% zapasów amunicji, podało ministerstwo."),
    ("ru", "Осталось 70% боеприпасов, сообщили в министерстве."),
    ("uk", "Залишилося 40 % запасів, повідомили у міністерстві."),
    ("ko", "러시아는 포탄의 70%를 북한에서 들여왔다고 국방부가 밝혔다."),
    ("zh", "国防部说，剩余部队将在下周撤出该地区。"),
    ("zh", "还有70%的部队留在边境。"),
    ("en", "You have 30 percent of the artillery left, he told the general."),
    ("de", "Rund 60 Prozent der Vorräte sind noch übrig, sagte der Minister."),
    ("ar", "بقي 30% من الذخيرة في المخازن، وفق الوزارة."),
    ("ko", "남은 부분은 30%라고 국방부가 밝혔다."),
    ("pl", "Na stronie 3 z raportu podano 40% strat."),
    ("ja", "防衛省によると、残りの部隊は来週撤収する。"),
    ("ar", "قالت الوزارة إن 70% من القوات انسحبت من المنطقة."),
]


@pytest.mark.parametrize(("lang", "text"), PROSE, ids=[case[0] + str(number) for number, case in enumerate(PROSE)])
def test_prose_holds_no_notice(lang: str, text: str) -> None:
    assert list(find_notices(text, [lang])) == []


def test_every_desk_language_lists_each_kind_of_notice() -> None:
    assert set(DESK) <= set(notice_langs())
    for lang in DESK:
        assert {pattern.kind for pattern in notice_patterns(lang)} == set(NoticeKind), lang


def test_patterns_take_linear_time() -> None:
    hostile = "abbonati per " * 4000 + "iscriviti " * 4000
    assert len(list(find_notices(hostile, ["it"]))) < 100_000
