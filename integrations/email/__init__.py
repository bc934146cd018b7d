"""E-mail: letters that come in and letters that leave."""
