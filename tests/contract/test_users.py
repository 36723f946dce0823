"""Where people log in: who they are, and what of others each of them sees and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import requests
import socketio

from tests.contract.asking import Asking, add, details, graph, png, until
from tests.contract.people import PASSWORD
from tests.contract.test_library import BODY
from tests.live.servers import ADMIN

if TYPE_CHECKING:
    from tests.contract.people import People

AUTH = "/api/v1/auth"
QUEUE = "/api/v1/queue/default"
FORBIDDEN = "Admin privileges required"


def refused(answer: requests.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()["detail"]


# One user


def test_where_nobody_logs_in(ask: Asking) -> None:
    body = {"email": "a@example.com", "password": "x"}
    assert ask.json("GET", f"{AUTH}/status")["multiuser_enabled"] is False
    assert ask("POST", f"{AUTH}/login", json=body).status_code == 403
    assert ask("POST", f"{AUTH}/setup", json=body).status_code == 403
    assert ask.json("POST", f"{AUTH}/media-cookie") == {"success": True}
    for method, path in [("GET", "me"), ("GET", "users"), ("GET", "generate-password"), ("POST", "logout")]:
        assert refused(ask(method, f"{AUTH}/{path}")) == (401, "Missing authentication credentials")


# Logging in


def test_the_status_of_a_server_of_many(people: People) -> None:
    assert people.asking().json("GET", f"{AUTH}/status") == {
        "setup_required": False,
        "multiuser_enabled": True,
        "strict_password_checking": False,
        "admin_email": None,
    }
    again = people.asking()("POST", f"{AUTH}/setup", json={"email": "a@example.com", "password": "x"})
    assert refused(again) == (400, "Administrator account already configured")


def test_logging_in(people: People) -> None:
    answer = people.log_in(*ADMIN)
    told = answer.json()
    assert told["expires_in"] == 86400
    assert set(told["user"]) == {
        *("user_id", "email", "display_name", "is_admin", "is_active", "created_at", "updated_at"),
        *("last_login_at", "token_epoch"),
    }
    assert f"invokeai_media_token={told['token']}; HttpOnly; Max-Age=86400; Path=/api/v1; SameSite=lax" in str(
        answer.headers["set-cookie"]
    )
    assert people.log_in(*ADMIN, remember_me=True).json()["expires_in"] == 7 * 86400
    assert refused(people.log_in(ADMIN[0], "wrong")) == (401, "Incorrect email or password")
    assert refused(people.log_in("nobody@example.com", "wrong")) == (401, "Incorrect email or password")
    assert people.admin.json("POST", f"{AUTH}/logout") == {"success": True}
    assert people.admin.json("GET", f"{AUTH}/me")["email"] == ADMIN[0], "the token stays good"


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_without_a_good_token(people: People, token: str) -> None:
    ask = people.asking(token)
    assert ask("GET", "/api/v1/app/version").status_code == 200
    said = "Invalid or expired token" if token else "Authentication required"
    for method, path in [
        ("GET", "/api/v1/boards/?all=true"),
        ("POST", f"{QUEUE}/enqueue_batch"),
        ("GET", f"{QUEUE}/status"),
        ("GET", "/api/v2/models/"),
        ("GET", "/api/v1/images/i/nonsense.png/full"),
        ("GET", "/api/v1/app/runtime_config"),
        ("GET", "/api/v1/workflows/"),
    ]:
        assert refused(ask(method, path)) == (401, said), path
    assert refused(ask("POST", "/api/v1/videos/upload")) == (401, "Authentication required")
    answer = ask("GET", f"{AUTH}/me")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.status_code == 401
    assert ask("GET", "/api/v1/workflows/i/nonsense/thumbnail").status_code == 404


def test_a_token_of_somebody_else(people: People) -> None:
    mine = people.new().token
    head, _, signature = mine.split(".")
    body = people.admin.token.split(".")[1]
    assert people.asking(f"{head}.{body}.{signature}")("GET", f"{AUTH}/me").status_code == 401


def test_what_only_administrators_may(people: People) -> None:
    user = people.new()
    for method, path in [
        ("GET", "/api/v1/app/runtime_config"),
        ("GET", "/api/v1/app/logging"),
        ("DELETE", "/api/v1/app/invocation_cache"),
        ("PUT", f"{QUEUE}/processor/pause"),
        ("GET", "/api/v2/models/stats"),
        ("GET", "/api/v1/style_presets/export"),
        ("GET", f"{AUTH}/users"),
    ]:
        assert refused(user(method, path)) == (403, FORBIDDEN), path
    assert refused(user("DELETE", "/api/v1/images/intermediates"))[0] == 403
    assert user("GET", "/api/v2/models/").status_code == 200


def test_a_token_is_renewed_by_whatever_is_done(people: People) -> None:
    user = people.new()
    assert "x-refreshed-token" not in user("GET", f"{QUEUE}/status").headers
    renewed = user("POST", "/api/v1/boards/", params={"board_name": "renewed"})
    user("DELETE", f"/api/v1/boards/{renewed.json()['board_id']}")
    other = people.asking(renewed.headers["x-refreshed-token"])
    assert other.json("GET", f"{AUTH}/me")["user_id"] == user.json("GET", f"{AUTH}/me")["user_id"]


# Users


def test_a_user_from_beginning_to_end(people: People) -> None:
    made = people.user(display_name="Somebody ☂")
    assert (made["display_name"], made["is_admin"], made["is_active"], made["token_epoch"]) == (
        *("Somebody ☂", False, True),
        0,
    )
    path = f"{AUTH}/users/{made['user_id']}"
    assert people.admin.json("GET", path) == made
    assert made in people.admin.json("GET", f"{AUTH}/users")
    assert people.admin.json("PATCH", path, json={"display_name": "Else"})["display_name"] == "Else"
    user = people.logged_in(made["email"], PASSWORD)
    assert people.admin.json("PATCH", path, json={"is_active": False})["is_active"] is False
    assert refused(user("GET", "/api/v1/boards/?all=true")) == (401, "User not found or inactive")
    assert refused(user("GET", f"{AUTH}/me")) == (401, "User account is inactive or does not exist")
    assert refused(people.log_in(made["email"], PASSWORD)) == (403, "User account is disabled")
    assert people.admin("DELETE", path).status_code == 204
    assert refused(people.admin("GET", path)) == (404, "User not found")
    assert refused(people.admin("DELETE", path)) == (404, "User not found")
    assert refused(people.admin("PATCH", path, json={})) == (404, "User not found")


def test_changing_ones_own_password(people: People) -> None:
    made = people.user()
    first, second = people.logged_in(made["email"], PASSWORD), people.logged_in(made["email"], PASSWORD)
    for body, said in [
        ({"new_password": "new"}, "Current password is required to set a new password"),
        ({"new_password": "new", "current_password": "wrong"}, "Current password is incorrect"),
        ({"new_password": "", "current_password": PASSWORD}, "Password cannot be empty"),
    ]:
        assert refused(first("PATCH", f"{AUTH}/me", json=body)) == (400, said)
    changed = first("PATCH", f"{AUTH}/me", json={"new_password": "new", "current_password": PASSWORD})
    assert changed.json()["token_epoch"] == 1
    assert people.asking(changed.headers["x-refreshed-token"])("GET", f"{AUTH}/me").status_code == 200
    for old in (first, second):
        assert old("GET", f"{AUTH}/me").status_code == 401
    assert people.log_in(made["email"], PASSWORD).status_code == 401
    assert people.log_in(made["email"], "new").status_code == 200


def test_rights_are_those_of_now(people: People) -> None:
    made = people.user(is_admin=True)
    user = people.logged_in(made["email"], PASSWORD)
    assert user("GET", f"{AUTH}/users").status_code == 200
    people.admin.json("PATCH", f"{AUTH}/users/{made['user_id']}", json={"is_admin": False})
    assert refused(user("GET", f"{AUTH}/users")) == (403, FORBIDDEN)


def test_the_last_administrator_and_the_system_stay(people: People) -> None:
    me = people.admin.json("GET", f"{AUTH}/me")["user_id"]
    for method, body in [("DELETE", None), ("PATCH", {"is_admin": False}), ("PATCH", {"is_active": False})]:
        answer = people.admin(method, f"{AUTH}/users/{me}", json=body)
        assert refused(answer) == (400, "Cannot remove the last administrator")
    protected = "The system user cannot be deleted, deactivated, promoted to administrator, or given a password"
    assert refused(people.admin("DELETE", f"{AUTH}/users/system")) == (400, protected)
    assert refused(people.admin("PATCH", f"{AUTH}/users/system", json={"password": "x"})) == (400, protected)
    assert "system" not in [user["user_id"] for user in people.admin.json("GET", f"{AUTH}/users")]


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("nonsense", "Invalid email address: An email address must have an @-sign."),
        ("a@", "Invalid email address: There must be something after the @-sign."),
        ("@example.com", "Invalid email address: There must be something before the @-sign."),
        (
            "a b@example.com",
            "Invalid email address: The email address contains invalid characters before the @-sign: SPACE.",
        ),
        ("a@b..c", "Invalid email address: An email address cannot have two periods in a row."),
        ("a@b", "Email domain must contain a dot or be 'localhost'"),
    ],
)
def test_what_is_no_address(people: People, email: str, said: str) -> None:
    answer = people.admin("POST", f"{AUTH}/users", json={"email": email, "password": "x"})
    (detail,) = details(answer)
    assert detail == {"type": "value_error", "loc": ["body", "email"], "msg": said, "input": email}


def test_a_user_twice_and_without_a_password(people: People) -> None:
    made = people.user()
    again = people.admin("POST", f"{AUTH}/users", json={"email": made["email"], "password": "x"})
    assert refused(again) == (400, f"User with email {made['email']} already exists")
    empty = people.admin("POST", f"{AUTH}/users", json={"email": f"{uuid4()}@example.com", "password": ""})
    assert refused(empty) == (400, "Password cannot be empty")


def test_passwords_that_the_server_makes(people: People) -> None:
    password = people.new().json("GET", f"{AUTH}/generate-password")["password"]
    assert len(password) == 16
    assert all(any(map(kind, password)) for kind in (str.isupper, str.islower, str.isdigit))


# What belongs to whom


def test_boards_and_pictures_of_others(people: People) -> None:
    owner, other = people.new(), people.new()
    board = owner.board()["board_id"]
    name = owner.upload(board_id=board)["image_name"]
    loose = owner.upload()["image_name"]
    path, place = f"/api/v1/boards/{board}", f"/api/v1/images/i/{name}"
    assert refused(other("GET", path)) == (403, "Not authorized to access this board")
    assert refused(other("GET", f"{path}/image_names")) == (403, "Not authorized to access this board")
    assert refused(other("GET", "/api/v1/images/", params={"board_id": board}))[0] == 403
    for part in ("", "/full", "/thumbnail", "/metadata", "/workflow", "/urls"):
        assert refused(other("GET", f"{place}{part}")) == (403, "Not authorized to access this image"), part
    assert refused(other("GET", "/api/v1/images/i/nonsense.png")) == (404, "Image not found")
    assert refused(other("DELETE", place)) == (403, "Not authorized to modify this image")
    assert refused(other("PATCH", place, json={"starred": True}))[0] == 403
    assert other.json("POST", "/api/v1/images/delete", json={"image_names": [name]})["deleted_images"] == []
    assert other.json("POST", "/api/v1/images/star", json={"image_names": [name]})["starred_images"] == []
    assert other.json("POST", "/api/v1/images/images_by_names", json={"image_names": [name]}) == []
    for mine in ({}, {"board_id": "none"}):
        assert other.json("GET", "/api/v1/images/", params=mine)["total"] == 0
    assert loose in owner.json("GET", "/api/v1/boards/none/image_names")
    assert loose not in other.json("GET", "/api/v1/boards/none/image_names")
    assert board not in [b["board_id"] for b in other.json("GET", "/api/v1/boards/?all=true")]
    (listed,) = [b for b in people.admin.json("GET", "/api/v1/boards/?all=true") if b["board_id"] == board]
    assert listed["owner_username"].endswith("@example.com")
    assert owner.json("GET", "/api/v1/boards/?all=true")[0]["owner_username"] is None
    assert people.admin("GET", f"{place}/full").status_code == 200


def test_shared_and_public_boards(people: People) -> None:
    owner, other = people.new(), people.new()
    board = owner.board()["board_id"]
    name, theirs = owner.upload(board_id=board)["image_name"], other.upload()["image_name"]
    path, pins = f"/api/v1/boards/{board}", "/api/v1/board_images/batch"
    assert owner("PATCH", path, json={"board_visibility": "shared"}).status_code == 201
    assert other.json("GET", f"{path}/image_names") == [name]
    assert other("GET", f"/api/v1/images/i/{name}/full").status_code == 200
    assert board in [b["board_id"] for b in other.json("GET", "/api/v1/boards/?all=true")]
    pinned = other("POST", pins, json={"board_id": board, "image_names": [theirs]})
    assert refused(pinned) == (403, "Not authorized to modify this board")
    assert refused(other("PATCH", path, json={"board_name": "x"})) == (403, "Not authorized to update this board")
    assert refused(other("DELETE", path)) == (403, "Not authorized to delete this board")
    asked = {"image_category": "general", "is_intermediate": False, "board_id": board}
    upload = other("POST", "/api/v1/images/upload", params=asked, files={"file": ("a.png", png(), "image/png")})
    assert refused(upload) == (403, "Not authorized to upload to this board")
    owner("PATCH", path, json={"board_visibility": "public"})
    pinned = other("POST", pins, json={"board_id": board, "image_names": [theirs, name]})
    assert pinned.json()["added_images"] == [theirs], "only what is one's own is moved"
    assert other.json("POST", "/api/v1/images/star", json={"image_names": [name]})["starred_images"] == [name]
    deleted = owner.json("DELETE", path, params={"include_images": True})
    assert deleted["deleted_images"] == [name], "what others put there stays"
    assert other("GET", f"/api/v1/images/i/{theirs}").status_code == 200


def test_browsers_look_at_pictures_with_a_cookie(people: People) -> None:
    owner, stranger = people.new(), people.asking()
    name = owner.upload()["image_name"]
    cookies = {"invokeai_media_token": owner.token}
    full = stranger("GET", f"/api/v1/images/i/{name}/full", cookies=cookies)
    assert (full.status_code, full.headers["cache-control"]) == (200, "private, no-store")
    stranger.session.cookies.clear()
    assert stranger("GET", f"/api/v1/images/i/{name}", cookies=cookies).status_code == 401


def test_queue_items_of_others(people: People) -> None:
    owner, other = people.new(), people.new()
    answer = owner.enqueue(graph(add(a=20, b=22)), origin="mine", destination="there")
    (item,) = owner.ended(answer)
    number, batch = item["item_id"], answer["batch"]["batch_id"]
    me = owner.json("GET", f"{AUTH}/me")
    assert (item["user_id"], item["user_email"]) == (me["user_id"], me["email"])
    veiled = other.json("GET", f"{QUEUE}/i/{number}")
    assert (veiled["user_id"], veiled["batch_id"], veiled["session_id"]) == ("redacted",) * 3
    assert (veiled["status"], veiled["priority"], veiled["session"]["id"]) == ("completed", 0, "redacted")
    assert veiled["session"]["graph"]["nodes"] == veiled["session"]["results"] == {}
    assert not {"origin", "destination", "user_email"} & set(veiled)
    (row,) = other.json("POST", f"{QUEUE}/item_summaries_by_ids", json={"item_ids": [number]})
    assert (row["user_id"], row["field_values"], row["destination"]) == ("redacted", None, None)
    assert number in other.json("GET", f"{QUEUE}/item_ids")["item_ids"]
    assert other.json("GET", f"{QUEUE}/b/{batch}/status")["total"] == 0
    assert people.admin.json("GET", f"{QUEUE}/b/{batch}/status")["total"] == 1
    assert other.json("GET", f"{QUEUE}/counts_by_destination", params={"destination": "there"})["total"] == 0
    refusal = "You do not have permission to {} queue item"
    assert refused(other("DELETE", f"{QUEUE}/i/{number}")) == (403, refusal.format("delete this"))
    assert refused(other("PUT", f"{QUEUE}/i/{number}/cancel")) == (403, refusal.format("cancel this"))
    retry = other("PUT", f"{QUEUE}/retry_items_by_id", json=[number])
    assert refused(retry) == (403, f"{refusal.format('retry')} {number}")
    assert other.json("PUT", f"{QUEUE}/clear") == {"deleted": 0}
    assert other.json("PUT", f"{QUEUE}/prune") == {"deleted": 0}
    assert owner.json("PUT", f"{QUEUE}/prune")["deleted"] >= 1


def test_cancelling_only_what_is_ones_own(people: People) -> None:
    owner, other = people.new(), people.new()
    people.admin.json("PUT", f"{QUEUE}/processor/pause")
    try:
        answer = owner.enqueue(graph(add()), destination="there")
        batch = answer["batch"]["batch_id"]
        counts = other.json("GET", f"{QUEUE}/status")["queue"]
        assert (counts["pending"], counts["user_pending"]) == (1, 0)
        assert owner.json("GET", f"{QUEUE}/status")["queue"]["user_pending"] == 1
        assert other.json("GET", f"{QUEUE}/next")["user_id"] == "redacted"
        assert other.json("PUT", f"{QUEUE}/cancel_by_batch_ids", json={"batch_ids": [batch]}) == {"canceled": 0}
        assert other.json("PUT", f"{QUEUE}/cancel_all_except_current") == {"canceled": 0}
        assert other.json("DELETE", f"{QUEUE}/d/there") == {"deleted": 0}
        assert owner.json("PUT", f"{QUEUE}/cancel_all_except_current") == {"canceled": 1}
    finally:
        people.admin.json("PUT", f"{QUEUE}/processor/resume")


def test_users_take_turns(people: People) -> None:
    first, second = people.new(), people.new()
    people.admin.json("PUT", f"{QUEUE}/processor/pause")
    people.admin.listen()
    many = first.enqueue(graph(add()), runs=4)
    (last,) = second.enqueue(graph(add(a=1)))["item_ids"]
    people.admin.json("PUT", f"{QUEUE}/processor/resume")
    numbers = sorted(many["item_ids"])
    people.admin.told(numbers[-1])
    begun = [data["item_id"] for _, data in people.admin.events if data.get("status") == "in_progress"]
    assert begun == [numbers[0], last, *numbers[1:]]


def test_pictures_that_a_session_makes_and_uses(people: People) -> None:
    owner, other = people.new(), people.new()
    name, board = owner.upload()["image_name"], owner.board()["board_id"]
    theirs = {"id": "image", "type": "img_crop", "image": {"image_name": name}, "width": 4, "height": 4}
    failed = other.run(graph(theirs))
    assert (failed["status"], failed["error_type"]) == ("failed", "PermissionError")
    assert failed["error_message"] == "Queue user is not authorized to access this image"
    blank = {"id": "blank", "type": "blank_image", "width": 8, "height": 8, "board": {"board_id": board}}
    failed = other.run(graph(blank))
    assert failed["error_message"] == "Queue user is not authorized to save images to this board"
    made = owner.run(graph(blank))["session"]["results"]
    (image,) = (result["image"]["image_name"] for result in made.values())
    assert other("GET", f"/api/v1/images/i/{image}").status_code == 403
    assert owner.json("GET", f"/api/v1/images/i/{image}")["board_id"] == board


def test_workflows_of_others(people: People) -> None:
    owner, other = people.new(), people.new()
    made = owner.json("POST", "/api/v1/workflows/", json={"workflow": BODY})
    try:
        path = f"/api/v1/workflows/i/{made['workflow_id']}"
        assert made["is_public"] is False
        assert refused(other("GET", path)) == (403, "Not authorized to access this workflow")
        assert refused(other("DELETE", path)) == (403, "Not authorized to delete this workflow")
        assert refused(other("PUT", f"{path}/opened_at")) == (403, "Not authorized to update this workflow")
        rows = other.json("GET", "/api/v1/workflows/", params={"categories": ["user"]})
        assert made["workflow_id"] not in [row["workflow_id"] for row in rows["items"]]
        shared = owner.json("PATCH", f"{path}/is_public", json={"is_public": True})
        assert "shared" in shared["workflow"]["tags"]
        assert other("GET", path).status_code == 200
        rows = other.json("GET", "/api/v1/workflows/", params={"categories": ["user"], "is_public": True})
        assert made["workflow_id"] in [row["workflow_id"] for row in rows["items"]]
    finally:
        people.admin("DELETE", path)


def test_styles_prompts_and_values_of_others(people: People) -> None:
    owner, other = people.new(), people.new()
    data = '{"name": "contract", "positive_prompt": "a", "negative_prompt": "", "type": "user"}'
    style = owner.json("POST", "/api/v1/style_presets/", files={"data": (None, data)})
    path = f"/api/v1/style_presets/i/{style['id']}"
    assert refused(other("GET", path)) == (403, "Not authorized to access this style preset")
    assert refused(other("DELETE", path)) == (403, "Not authorized to modify this style preset")
    assert style["id"] not in [preset["id"] for preset in other.json("GET", "/api/v1/style_presets/")]
    assert owner("DELETE", path).status_code == 200
    prompt = owner.json("POST", "/api/v1/system_prompts/", json={"name": "contract", "content": "x"})
    path = f"/api/v1/system_prompts/i/{prompt['id']}"
    assert prompt["is_public"] is False
    assert refused(other("GET", path)) == (403, "Not authorized to access this system prompt")
    assert refused(other("DELETE", path)) == (403, "Not authorized to delete this system prompt")
    assert owner("DELETE", path).status_code < 300
    state = "/api/v1/client_state/default"
    owner.json("POST", f"{state}/set_by_key", params={"key": "contract"}, json="mine")
    assert other.json("GET", f"{state}/get_by_key", params={"key": "contract"}) is None
    owner.json("POST", f"{state}/delete")


# Events


def test_events_go_to_their_owner(people: People) -> None:
    owner, other = people.new(), people.new()
    for each in (owner, other, people.admin):
        each.listen()
    answer = owner.enqueue(graph(add(a=1, b=2)), origin="mine")
    (number,) = answer["item_ids"]
    full = [name for name, _ in owner.told(number)]
    assert full[-1] == "queue_item_status_changed"
    assert {"invocation_started", "invocation_complete"} <= set(full)
    assert {"invocation_started", "invocation_complete"} <= {name for name, _ in people.admin.told(number)}
    veiled = other.told(number)
    assert {name for name, _ in veiled} == {"queue_item_status_changed"}
    _, changed = veiled[-1]
    assert (changed["user_id"], changed["batch_id"], changed["session_id"]) == ("redacted",) * 3
    assert (changed["batch_status"]["batch_id"], changed["queue_status"]["user_pending"]) == ("redacted", None)
    (enqueued,) = [data for name, data in other.events if name == "batch_enqueued"]
    assert (enqueued["user_id"], enqueued["batch_id"], enqueued["origin"]) == ("redacted", "redacted", None)
    assert owner.of_batch("batch_enqueued", answer["batch"]["batch_id"])["origin"] == "mine"
    owner.json("PUT", f"{QUEUE}/clear")
    (cleared,) = other.heard("queue_cleared")
    assert cleared["user_id"] == "redacted"
    (cleared,) = owner.heard("queue_cleared")
    assert cleared["user_id"] == owner.json("GET", f"{AUTH}/me")["user_id"]


def test_many_items_are_told_by_owner(people: People) -> None:
    owner, other = people.new(), people.new()
    for each in (owner, other):
        each.listen()
    people.admin.json("PUT", f"{QUEUE}/processor/pause")
    try:
        answer = owner.enqueue(graph(add()), runs=2)
        owner.json("PUT", f"{QUEUE}/cancel_by_batch_ids", json={"batch_ids": [answer["batch"]["batch_id"]]})
    finally:
        people.admin.json("PUT", f"{QUEUE}/processor/resume")
    (told,) = owner.heard("queue_items_canceled")
    me = owner.json("GET", f"{AUTH}/me")["user_id"]
    assert told["user_ids"] == [me]
    assert sorted(told["canceled_item_ids_by_user"][me]) == sorted(answer["item_ids"])
    (veiled,) = other.heard("queue_items_canceled")
    assert (veiled["canceled_item_ids"], veiled["user_ids"], veiled["canceled_item_ids_by_user"]) == ([], [], {})


def test_listening_needs_a_token(people: People) -> None:
    for token in ("", "nonsense"):
        with pytest.raises(socketio.exceptions.ConnectionError):
            people.asking(token).listen()


def test_whoever_is_out_hears_no_more(people: People) -> None:
    made = people.user()
    user = people.logged_in(made["email"], PASSWORD)
    user.listen()
    assert user._socket
    people.admin.json("PATCH", f"{AUTH}/users/{made['user_id']}", json={"is_active": False})
    socket = user._socket
    until(lambda: not socket.connected or socket.eio.state != "connected")
    started = len(user.events)
    people.admin.run(graph(add(a=5)))
    assert len(user.events) == started


def test_nothing_is_run_for_whoever_is_out(people: People) -> None:
    made = people.user()
    user = people.logged_in(made["email"], PASSWORD)
    people.admin.json("PUT", f"{QUEUE}/processor/pause")
    answer = user.enqueue(graph(add()))
    people.admin.json("PATCH", f"{AUTH}/users/{made['user_id']}", json={"is_active": False})
    people.admin.json("PUT", f"{QUEUE}/processor/resume")
    (item,) = people.admin.ended(answer)
    assert item["status"] == "canceled"


def test_new_workflows_are_told(people: People) -> None:
    owner, other = people.new(), people.new()
    for each in (owner, other):
        each.listen()
    made = owner.json("POST", "/api/v1/workflows/", json={"workflow": BODY})
    path = f"/api/v1/workflows/i/{made['workflow_id']}"
    owner.json("PATCH", f"{path}/is_public", json={"is_public": True})
    owner.json("PATCH", f"{path}/is_public", json={"is_public": False})
    owner("DELETE", path)
    (told,) = owner.heard("workflow_deleted")
    assert told["workflow_id"] == made["workflow_id"]
    (revoked,) = other.heard("workflow_access_revoked")
    assert revoked["workflow_id"] == made["workflow_id"]
    (updated,) = other.heard("workflow_updated")
    assert (updated["old_is_public"], updated["new_is_public"]) == (False, True)
    assert not [name for name, _ in other.events if name in ("workflow_created", "workflow_deleted")]


def test_many_items_are_told_user_by_user(people: People) -> None:
    first, second = people.new(), people.new()
    people.admin.listen()
    people.admin.json("PUT", f"{QUEUE}/processor/pause")
    try:
        mine, theirs, more = (each.enqueue(graph(add()))["item_ids"][0] for each in (first, second, first))
        people.admin.json("PUT", f"{QUEUE}/cancel_all_except_current")
        told = people.admin.heard("queue_items_canceled")
        assert told[0]["canceled_item_ids"] == [mine, more, theirs]
    finally:
        people.admin.json("PUT", f"{QUEUE}/processor/resume")


def test_what_is_cleared_counts_for_nobodys_turn(people: People) -> None:
    first, second = people.new(), people.new()
    first.ended(first.enqueue(graph(add())))
    second.ended(second.enqueue(graph(add())))
    second.json("PUT", f"{QUEUE}/clear")
    people.admin.json("PUT", f"{QUEUE}/processor/pause")
    people.admin.listen()
    (mine,) = first.enqueue(graph(add()))["item_ids"]
    (theirs,) = second.enqueue(graph(add()))["item_ids"]
    people.admin.json("PUT", f"{QUEUE}/processor/resume")
    people.admin.told(mine)
    begun = [data["item_id"] for _, data in people.admin.events if data.get("status") == "in_progress"]
    assert begun == [theirs, mine]


def test_a_cache_that_is_switched_off_keeps_what_it_has(people: People) -> None:
    place = "/api/v1/app/invocation_cache"
    people.admin.run(graph(add(a=4711)))
    before = people.admin.json("GET", f"{place}/status")
    people.admin.json("PUT", f"{place}/disable")
    try:
        people.admin.run(graph(add(a=4711)))
        assert people.admin.json("GET", f"{place}/status") == {**before, "enabled": False}
    finally:
        people.admin.json("PUT", f"{place}/enable")
    people.admin.run(graph(add(a=4711)))
    assert people.admin.json("GET", f"{place}/status")["hits"] == before["hits"] + 1
