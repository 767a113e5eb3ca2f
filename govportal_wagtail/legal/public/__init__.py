"""What citizens read: lists, documents, exports, feeds and the read API."""
