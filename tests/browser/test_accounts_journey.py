"""Signing in, in a real Chromium: a code on paper, a first password, a passkey, an app that shows codes."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import expect

from kientoan.accounts import actions as account_actions
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.browser.seeing import opened, person, ready, well

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FIRST, OWN = "mat khau dau tien", "câu của riêng tôi 17"


@pytest.fixture(autouse=True)
def _no_earlier_tries():
    """Tries to sign in are counted per address."""
    cache.clear()


@pytest.fixture
def city():
    """The small city."""
    return make.city()


def stranger(browser, width=1366):
    """A browser in which nobody has signed in."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    return context


def given_a_password(unit, role=Role.CLERK):
    """An account with a first password from the office."""
    return make.grant(make.account("canbo", full_name="Lò Thị Ỷ", password=FIRST), role, unit)


def sign_in(page, url, password):
    """Name and password into the sign-in page."""
    page.goto(f"{url}/accounts/login/")
    ready(page)
    page.get_by_label("Tên đăng nhập").fill("canbo")
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def sign_out(page):
    """Out through the menu of the top bar."""
    page.locator(".kt-menu-who").locator("xpath=ancestor::details/summary").click()
    page.locator(".kt-menu[open]").get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/accounts/login/**")


def code_of(secret):
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[-1]))


@pytest.mark.parametrize("width", [1366, 390])
def test_a_code_on_paper_opens_the_door_once(browser, live_server, city, width):
    user = make.grant(make.account("bithu.chibo", full_name="Vi Văn Ất"), Role.BASE_SECRETARY, city["C1"])
    _code, text = account_actions.hand_out_code(user=user, by=make.operator())
    page = opened(stranger(browser, width), f"{live_server.url}/accounts/login/")
    well(page)
    page.get_by_role("link", name="Tôi có mã trên giấy").click()
    ready(page)
    well(page)
    for said in ("Mã dùng một lần", "Tên đăng nhập"):
        expect(page.get_by_label(said)).to_be_visible()
    page.get_by_label("Tên đăng nhập").fill("bithu.chibo")
    page.get_by_label("Mã dùng một lần").fill(text.lower())
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{live_server.url}/")
    ready(page)
    well(page)
    expect(page.locator(".kt-top")).to_contain_text("Vi Văn Ất" if width > 500 else "Kiện Toàn")
    again = opened(stranger(browser, width), f"{live_server.url}/accounts/code/")
    again.get_by_label("Tên đăng nhập").fill("bithu.chibo")
    again.get_by_label("Mã dùng một lần").fill(text)
    again.get_by_role("button", name="Đăng nhập").click()
    expect(again.locator("main")).to_contain_text("không khớp")


def test_the_office_makes_an_account_hands_out_a_code_and_it_is_used(browser, live_server, city):
    head = make.grant(make.account("truongban", full_name="Trần Thị Ước"), Role.HEAD, city["H2"])
    page = opened(person(browser, live_server.url, head), f"{live_server.url}/orgs/units/X1/accounts/")
    well(page)
    sheet = "Tên đăng nhập,Họ và tên,Vai trò,Mã tổ chức\nnhaplieu.x1,Nông Văn Bính,Người nhập số liệu,X1\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "tai-khoan.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    )
    page.get_by_role("button", name="Lập các tài khoản").click()
    ready(page)
    well(page)
    page.goto(f"{live_server.url}/orgs/units/X1/grants/")
    ready(page)
    page.get_by_role("row", name="Nông Văn Bính").get_by_role("link").click()
    ready(page)
    page.get_by_role("button", name="Cấp mã").click()
    page.wait_for_load_state()
    ready(page)
    well(page)
    text = page.locator(".kt-slip-code").inner_text()
    other = opened(stranger(browser), f"{live_server.url}/accounts/code/")
    other.get_by_label("Tên đăng nhập").fill("nhaplieu.x1")
    other.get_by_label("Mã dùng một lần").fill(text)
    other.get_by_role("button", name="Đăng nhập").click()
    other.wait_for_url(f"{live_server.url}/")


def test_a_first_password_is_changed_and_drafts_go_at_sign_out(browser, live_server, city):
    given_a_password(city["X1"])
    page = opened(stranger(browser), f"{live_server.url}/accounts/login/")
    sign_in(page, live_server.url, FIRST)
    page.wait_for_url("**/accounts/password/change/")
    ready(page)
    well(page)
    page.get_by_label("Mật khẩu hiện tại").fill(FIRST)
    page.get_by_label("Mật khẩu mới", exact=True).fill(OWN)
    page.get_by_label("Mật khẩu mới (nhập lại)").fill(OWN)
    page.get_by_role("button", name="Lưu mật khẩu mới").click()
    page.wait_for_url(f"{live_server.url}/")
    ready(page)
    mine = page.evaluate("document.body.dataset.user")
    kept = """([mine]) => { for (const who of [mine, "other"]) localStorage.setItem(`kt-draft:${who}:form-1`,
        JSON.stringify({ at: Date.now(), fields: {} })); }"""
    page.evaluate(kept, [mine])
    sign_out(page)
    ready(page)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kt-draft:'))") == [
        "kt-draft:other:form-1"
    ]
    sign_in(page, live_server.url, OWN)
    page.wait_for_url(f"{live_server.url}/")


@pytest.mark.parametrize("width", [1366, 390])
def test_a_passkey_is_set_up_and_signs_in_alone(browser, live_server, city, width):
    user = make.grant(
        make.account("canbo", full_name="Lò Thị Ỷ", password=OWN, keeps_password=True), Role.CLERK, city["X1"]
    )
    page = opened(stranger(browser, width), f"{live_server.url}/accounts/login/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, live_server.url, OWN)
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/accounts/2fa/")
    ready(page)
    well(page, f"sign-in-ways-{width}")
    page.get_by_role("link", name="Tạo khoá truy cập").click()
    ready(page)
    if "reauthenticate" in page.url:
        page.get_by_label("Mật khẩu").fill(OWN)
        page.get_by_role("button", name="Xác nhận").click()
        page.wait_for_url("**/webauthn/add/")
        ready(page)
    well(page, f"passkey-add-{width}")
    page.locator("#id_passwordless").check()
    page.get_by_role("button", name="Hỏi thiết bị của tôi").click()
    page.wait_for_url(lambda url: not url.endswith("/webauthn/add/"))
    ready(page)
    well(page, f"passkey-done-{width}")
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/")
    ready(page)
    well(page, f"passkey-list-{width}")
    expect(page.locator("main")).to_contain_text("đăng nhập không cần mật khẩu")
    page.goto(f"{live_server.url}/")
    ready(page)
    sign_out(page)
    ready(page)
    page.get_by_role("button", name="Đăng nhập bằng khoá truy cập").click()
    page.wait_for_url(f"{live_server.url}/")
    assert page.evaluate("document.body.dataset.user") == str(user.pk)


def test_a_device_without_a_passkey_is_told_in_words(browser, live_server, city):
    page = opened(stranger(browser), f"{live_server.url}/accounts/login/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": False}})
    page.get_by_role("button", name="Đăng nhập bằng khoá truy cập").click()
    expect(page.locator("[data-passkey-refused]")).to_be_visible()
    well(page)


def test_the_app_of_a_wide_role_is_set_up_and_asked_for(browser, live_server, city, settings):
    settings.MFA = "wide"
    make.grant(make.account("canbo", full_name="Lò Thị Ỷ", password=OWN, keeps_password=True), Role.HEAD, city["H2"])
    page = opened(stranger(browser), f"{live_server.url}/accounts/login/")
    sign_in(page, live_server.url, OWN)
    page.wait_for_url("**/accounts/second-factor/")
    ready(page)
    well(page)
    page.get_by_role("link", name="Ứng dụng").click()
    ready(page)
    if "reauthenticate" in page.url:
        page.get_by_label("Mật khẩu").fill(OWN)
        page.get_by_role("button", name="Xác nhận").click()
        page.wait_for_url("**/totp/activate/")
        ready(page)
    well(page, "totp-set-up")
    secret = page.locator("[data-secret]").inner_text()
    page.locator("#id_code").fill("000000")
    page.get_by_role("button", name="Bật").click()
    ready(page)
    expect(page.locator(".kt-error")).to_be_visible()
    assert page.locator("[data-secret]").inner_text() == secret
    page.locator("#id_code").fill(code_of(secret))
    page.get_by_role("button", name="Bật").click()
    page.wait_for_url(lambda url: not url.endswith("/totp/activate/"))
    ready(page)
    well(page, "totp-done")
    page.goto(f"{live_server.url}/orgs/")
    ready(page)
    assert page.url == f"{live_server.url}/orgs/", "what was just set up is not asked for again"
    sign_out(page)
    cache.clear()  # a code works once: the next thirty seconds are not waited for
    sign_in(page, live_server.url, OWN)
    page.wait_for_url("**/2fa/authenticate/**")
    ready(page)
    well(page, "totp-asked")
    page.locator("#id_code").fill(code_of(secret))
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(f"{live_server.url}/")
