-- Full text, contentless: the words are indexed and the texts are not stored twice. search_form() (store/search.py)
-- sets Chinese, Japanese and Korean characters apart, since unicode61 would take a whole run of them for one word.
CREATE VIRTUAL TABLE document_search USING fts5(
    title, text, content='', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO document_search (rowid, title, text)
    SELECT document.seq, search_form(coalesce(title, '')), search_form(text) FROM document JOIN document_text USING (seq);
