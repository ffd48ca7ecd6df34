"""What the benchmark `resource` asks of the platform, as FastAPI answers it: the same bodies behind HTTP Basic.

    python3 -m venv venv && venv/bin/pip install fastapi 'uvicorn[standard]'
    venv/bin/uvicorn --app-dir karaf-distribution/benchmarks/peers/fastapi --port 8099 --no-access-log app:app &
    karaf-distribution/benchmarks/run resource --peer 8099

`uvicorn[standard]` brings uvloop and httptools; `--loop asyncio --http h11` runs without them, and is slower. Debian 12 has
FastAPI 0.92 with Pydantic 1, which this file does not support. One process, so one processor. The password is compared as
it is: there is no hash, no account in a database, no log of wrong logins, no request id, no gate and no bulkhead.
"""

from secrets import compare_digest
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from pydantic import BaseModel, Field, StringConstraints

PASSWORDS = {"admin": b"only-for-this-benchmark"}


class Small(BaseModel):
    message: str
    number: int
    yes: bool


def text(longest: int):
    return Annotated[str, StringConstraints(min_length=1, max_length=longest)]


class Review(BaseModel):
    title: text(50)
    text: text(5_000)
    author: text(50)
    stars: Annotated[int, Field(ge=1, le=5)]
    tags: Annotated[list[text(20)], Field(max_length=5)]


class Kept(BaseModel):
    title: str
    stars: int
    tags: list[str]


async def account(credentials: HTTPBasicCredentials = Depends(HTTPBasic())) -> str:
    password = PASSWORDS.get(credentials.username)
    if password is None or not compare_digest(credentials.password.encode(), password):
        raise HTTPException(401, headers={"WWW-Authenticate": "Basic"})
    return credentials.username


app = FastAPI(dependencies=[Depends(account)])


@app.get("/benchmark")
async def small() -> Small:
    return Small(message="hello", number=42, yes=True)


@app.post("/benchmark")
async def keep(review: Review) -> Kept:
    return Kept(title=review.title, stars=review.stars, tags=review.tags)
