from pathlib import Path

import pytest

from utter_training.text.normalize import normalize, normalize_files

CASES = [
    # quotation marks, dashes, letters
    ("Hello, world!", "hello world"),
    ("“Don’t,” he said.", "don't he said"),
    ("He said 'no' twice.", "he said no twice"),
    ("'Tis the dogs' own bed", "'tis the dogs own bed"),
    ("Get 'em!", "get 'em"),
    ("rock 'n' roll", "rock n roll"),
    ("five o'clock", "five o'clock"),
    ("a well-known, half–baked—idea--truly", "a well known half baked idea truly"),
    ("Café naïve façade coöperate", "cafe naive facade cooperate"),
    ("Cæsar's œuvre in Łódź, Ærø and Straße", "caesar's oeuvre in lodz aero and strasse"),
    ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
    ("full ｗｉｄｔｈ and ﬁne", "full width and fine"),
    ("wait… what?!", "wait what"),
    ("either/or and_so_on", "either or and so on"),
    ("Привет, мир", ""),
    ("東京 is big", ""),
    ("", ""),
    ("...", ""),
    # cardinals
    ("0 or 7", "zero or seven"),
    ("21 men", "twenty one men"),
    ("115 and 342", "one hundred fifteen and three hundred forty two"),
    ("1,000 ships", "one thousand ships"),
    ("1,234,567", "one million two hundred thirty four thousand five hundred sixty seven"),
    ("Agent 007", "agent zero zero seven"),
    ("-5 degrees", "minus five degrees"),
    ("−5 degrees", "minus five degrees"),
    ("3.14", "three point one four"),
    (".5 inches", "point five inches"),
    ("10.05 seconds", "ten point zero five seconds"),
    ("a 20-year-old", "a twenty year old"),
    ("B2B and 4x4", "b two b and four x four"),
    ("12345678901234567890", "one two three four five six seven eight nine zero one two three four five six seven eight nine zero"),
    # ordinals
    ("1st 2nd 3rd 4th", "first second third fourth"),
    ("the 21st century", "the twenty first century"),
    ("May 2d, the 100th", "may second the one hundredth"),
    # years and decades
    ("In 1987 it rained", "in nineteen eighty seven it rained"),
    ("1900, 1905, 1066", "nineteen hundred nineteen oh five one thousand sixty six"),
    ("2000 and 2007 and 2019", "two thousand and two thousand seven and twenty nineteen"),
    ("1914-18", "nineteen fourteen eighteen"),
    ("the 1980s and the 90s", "the nineteen eighties and the nineties"),
    ("the 1800s", "the eighteen hundreds"),
    ("1,905 men", "one thousand nine hundred five men"),
    # money
    ("$5", "five dollars"),
    ("$1", "one dollar"),
    ("$1.50", "one dollar fifty cents"),
    ("$0.99", "ninety nine cents"),
    ("$3.5 million", "three point five million dollars"),
    ("£20 and €2.01", "twenty pounds and two euros one cent"),
    ("It cost $1,200.", "it cost one thousand two hundred dollars"),
    # times
    ("at 5:30", "at five thirty"),
    ("at 5:05 p.m. sharp", "at five oh five p m sharp"),
    ("at 5:00", "at five o'clock"),
    ("at 11:00 AM", "at eleven a m"),
    ("8 pm", "eight p m"),
    # fractions, signs and units
    ("1/2 and 3/4", "one half and three quarters"),
    ("2 1/2 cups", "two and a half cups"),
    ("2½ cups", "two and a half cups"),
    ("3/8", "three eighths"),
    ("50% off", "fifty percent off"),
    ("Smith & Sons", "smith and sons"),
    ("2 + 2 = 4", "two plus two equals four"),
    ("20°", "twenty degrees"),
    ("5 km at 60 mph", "five kilometers at sixty miles per hour"),
    # abbreviations
    ("Mr. and Mrs. Smith", "mister and missus smith"),
    ("Mr Bennet saw Dr Grant", "mister bennet saw doctor grant"),
    ("St. Paul's on Main St.", "saint paul's on main street"),
    ("Prof. Jones, Jr., vs. Capt. Hook", "professor jones junior versus captain hook"),
    ("tea, milk, etc.", "tea milk et cetera"),
    ("i.e. now, e.g. here", "that is now for example here"),
    ("No. 5 on p. 12", "number five on page twelve"),
    ("No. That is wrong.", "no that is wrong"),
    ("the U.S.A. and the BBC", "the u s a and the bbc"),
    ("J. R. R. Tolkien", "j r r tolkien"),
    ("Chapter XIV and Henry VIII", "chapter fourteen and henry the eighth"),
    ("Part I'd skip", "part i'd skip"),
    ("Sept. 3", "september three"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "spoken"), CASES)
def test_normalize(written: str, spoken: str):
    """[L30] written sentences become spoken words."""
    assert normalize(written) == spoken


@pytest.mark.parametrize(("written", "spoken"), CASES)
def test_is_stable(written: str, spoken: str):
    """[L31] words stay what they are."""
    assert normalize(spoken) == spoken


def test_files(tmp_path: Path):
    """[L31] sentences keep their order across processes; those without words are left out."""
    source = tmp_path / "a.txt"
    source.write_text("".join(f"Sentence {i}.\n...\n" for i in range(5000)), encoding="utf-8")
    assert normalize_files([source], tmp_path / "out.txt", 2)[0] == 5000
    lines = (tmp_path / "out.txt").read_text().splitlines()
    assert lines == [normalize(f"Sentence {i}.") for i in range(5000)]
