"""The usual way: python-telegram-bot's ConversationHandler with its own persistence, as its documentation shows it.

Source: python-telegram-bot's examples customwebhookbot.py (Starlette and uvicorn, `updater(None)`, the update queue)
and persistentconversationbot.py (ConversationHandler, PicklePersistence). A walk of as many questions as the
benchmark's, with texts and buttons of the same size. It acknowledges before it has thought, and keeps its
conversations in memory until PicklePersistence writes them all, once a minute.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

QUESTIONS = 12
WORDS = "What would you like to know? " * 12
BUTTONS = InlineKeyboardMarkup(
    [[InlineKeyboardButton(f"Answer {n}", callback_data=f"flow.step:{n}")] for n in range(4)]
)
Context = ContextTypes.DEFAULT_TYPE


async def ask(update: Update) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(WORDS, reply_markup=BUTTONS)


async def start(update: Update, context: Context) -> int:
    await ask(update)
    return 0


def answered(question: int) -> Any:
    """Keeps the answer to this question and asks the next one."""

    async def keep(update: Update, context: Context) -> int:
        assert context.user_data is not None
        if update.callback_query:
            await update.callback_query.answer()  # as the documentation says each one must be
            context.user_data[question] = update.callback_query.data
        elif update.message:
            context.user_data[question] = update.message.text
        await ask(update)
        return (question + 1) % QUESTIONS

    return keep


def conversation() -> ConversationHandler[Any]:
    typed = filters.TEXT & ~filters.COMMAND
    return ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={
            number: [MessageHandler(typed, answered(number)), CallbackQueryHandler(answered(number))]
            for number in range(QUESTIONS)
        },
        fallbacks=[],
        allow_reentry=True,
        name="walk",
        persistent=True,
    )


async def main(port: int, api: str, file: str) -> None:
    base, _, token = api.rpartition("/bot")
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{base}/bot")
        .updater(None)
        .persistence(PicklePersistence(filepath=file))
        .build()
    )
    application.add_handler(conversation())

    async def hear(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(data=await request.json(), bot=application.bot))
        return Response()

    async def ready(request: Request) -> Response:
        return Response()

    app = Starlette(routes=[Route("/hooks/telegram", hear, methods=["POST"]), Route("/readyz", ready)])
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, use_colors=False, http="h11", log_level="warning", access_log=False
    )
    async with application:
        await application.start()
        await uvicorn.Server(config).serve()
        await application.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
