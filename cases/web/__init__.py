"""The pages: function views that translate an address, call one thing and render."""
