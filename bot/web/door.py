"""How requests are read off a connection: by uvicorn with httptools, within a limit."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 32_768
"""So many bytes of a request may come before its head is whole, and after the last piece of a body that comes in
pieces, where headers may follow. (One chunk more is read before that is seen.)"""


class Door(HttpToolsProtocol):
    """uvicorn's, which by itself keeps a head however long it gets."""

    _head = _body = 0
    _in_head = True

    def data_received(self, data: bytes) -> None:
        self._body = 0
        super().data_received(data)
        if not self._in_head or self.transport.is_closing():
            return
        self._head += len(data) - self._body
        if self._head > LARGEST_HEAD:
            self.send_400_response("Request head too large.")

    def on_message_begin(self) -> None:
        self._head, self._in_head = 0, True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def on_chunk_header(self) -> None:
        self._head, self._in_head = 0, True  # that of the last piece: headers may follow

    def on_body(self, body: bytes) -> None:
        self._body += len(body)
        self._in_head = False
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_head = False
        super().on_message_complete()
