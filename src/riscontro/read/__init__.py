"""From a document and a language pack to claims."""
