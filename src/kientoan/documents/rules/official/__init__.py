"""The official form of documents on their date, as a model that Word and PDF are drawn from."""
