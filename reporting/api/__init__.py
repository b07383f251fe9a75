"""The API's addresses of board packs."""
