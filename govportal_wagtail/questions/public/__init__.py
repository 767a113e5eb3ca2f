"""Questions for the public: asking, following, reading."""
