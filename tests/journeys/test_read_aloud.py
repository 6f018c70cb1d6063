"""The help texts aloud: a person's recording where there is one, else the phone's own voice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House, wait_for

# Silence of three seconds: frames of MPEG-1 layer III, 32 kbit/s, one channel.
FRAME = b"\xff\xfb\x10\xc4".ljust(104, b"\0")
SILENCE = FRAME * 120
A_VOICE = """(() => {
  const said = [];
  const voice = { lang: "vi_VN", localService: true, name: "Giọng Việt" };
  self.said = said;
  self.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(self, "speechSynthesis", { value: {
    getVoices: () => [voice], addEventListener() {}, cancel() {}, speak(one) { said.push(one); },
  } });
})()"""


@pytest.fixture
def recorded(house: House) -> House:
    """A house whose operator has put one recording into its folder."""
    folder = house.folder / "data" / "sounds"
    folder.mkdir()
    (folder / "recall.vi.mp3").write_bytes(SILENCE)
    return house


@pytest.fixture
def reader(browser: Browser, recorded: House) -> Iterator[Page]:
    with opened_page(browser, recorded, PHONE, workers=True) as page:
        page.goto("/help")
        page.locator("html[data-worker=ready]").wait_for(state="attached")
        yield page


def plays(sound: Locator, *, begin: float = 0) -> None:
    """Tapped, it runs: not paused, and its clock goes on."""
    sound.evaluate("(one, begin) => { one.currentTime = begin; return one.play(); }", begin)
    wait_for(
        lambda: sound.evaluate("(one, begin) => one.currentTime > begin", begin), "it is heard"
    )
    assert sound.evaluate("(one) => !one.error")


def test_a_recording_is_heard_and_heard_again_without_a_network(
    reader: Page, recorded: House
) -> None:
    sound = reader.locator("audio")
    expect(sound).to_have_count(1)
    expect(sound).to_be_visible()
    assert sound.evaluate("(one) => one.paused")
    reader.goto("/help#recall")
    plays(sound)
    assert sound.evaluate("(one) => !one.paused || one.ended")
    recorded.kill()
    # What the browser keeps for itself goes first on a phone that is short of room.
    reader.context.new_cdp_session(reader).send("Network.clearBrowserCache")
    reader.goto("/help")
    plays(sound)
    sound.evaluate("(one) => one.pause()")
    plays(sound, begin=1)


def test_without_a_recording_and_without_a_voice_nothing_is_offered(phone: Page) -> None:
    phone.goto("/help")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    expect(phone.locator("audio")).to_have_count(0)
    expect(phone.get_by_role("button", name="Nghe đọc")).to_have_count(0)


def test_a_phone_with_a_vietnamese_voice_reads_the_text_itself(phone: Page) -> None:
    phone.add_init_script(A_VOICE)
    phone.goto("/help")
    button = phone.get_by_role("button", name="Nghe đọc").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    text = phone.locator("section.help p").first.inner_text()
    assert phone.evaluate("self.said.map((one) => [one.text, one.lang])") == [[text, "vi-VN"]]
    phone.evaluate("self.said[0].onend()")
    expect(button).to_have_attribute("aria-pressed", "false")
