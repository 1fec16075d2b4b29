"""Reading by a language model, held to the text: a second reader behind the contract of the first.

Stages, in order: ``instructions`` (passages that give orders to a program are kept back), ``parts`` (what is worth
sending), ``prompt`` (what is asked), ``asking`` (from the cache, else from the endpoint, with ``pace`` and ``budget``),
``answer`` (what came, parsed), ``accept`` (each claim held to the document: ``quotes`` finds its words, ``authority``
is our own reading, ``fields`` the values). ``both`` merges its claims with those of the rules. Only ``client`` needs
the extra ``riscontro[model]``.
"""
