"""Pictures: sanitizes players' receipts, and draws how-to pictures, our receipts and charts."""
