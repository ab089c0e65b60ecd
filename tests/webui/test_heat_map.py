"""Forums by years: each cell finds as many articles as it says."""

import re

from flask.testing import FlaskClient

from indexer import CrossCounts, FacetCode, FacetValue
from webui.heat_map import SHADES, heat_map
from webui.state import State, parse
from webui.texts import texts


def crossed(counts: dict[tuple[FacetCode, FacetCode], int]) -> CrossCounts:
    rows = {row: 0 for row, _ in counts}
    columns = {column: 0 for _, column in counts}
    for (row, column), count in counts.items():
        rows[row] += count
        columns[column] += count
    made = [[FacetValue(code, str(code), count) for code, count in each.items()] for each in (rows, columns)]
    return CrossCounts("", 1, tuple(made[0]), tuple(made[1]), counts)


def test_every_cell_finds_as_many_articles_as_it_says(client: FlaskClient) -> None:
    html = client.get("/search?chart=forums&q=-zzz").text
    table = html.split('<div class="heat"')[1].split("</table>")[0]
    cells = re.findall(r'<td class="shade-([1-5])"><a href="([^"]+)"[^>]*>(\d+)</a>', table)
    assert len(cells) > 5
    for _, address, count in cells:
        api = address.replace("&amp;", "&").replace("/search", "/api/search")
        assert client.get(api).get_json()["total"] == int(count)


def test_the_oldest_year_is_left_gaps_are_shown_and_unknown_is_last() -> None:
    made = heat_map(
        State(), crossed({("arf", 2021): 4, ("arf", 2018): 1, ("g7", None): 9, ("g7", 2020): 16}), texts("vi")
    )
    assert made
    assert made.years == ("2018", "2019", "2020", "2021", "Không rõ")
    assert [row.name for row in made.rows] == ["ARF", "G7"]
    arf, g7 = made.rows
    assert [cell.count for cell in arf.cells] == ["1", "", "", "4", ""]
    assert [cell.shade for cell in (*arf.cells, *g7.cells)] == [2, 0, 0, 3, 0, 0, 0, SHADES, 0, 4]
    assert arf.cells[1].url is None
    assert arf.cells[3].url == "/search?forum=arf&year=2021"
    assert g7.cells[4].url == "/search?forum=g7&year=unknown"


def test_a_long_time_is_shown_in_columns_of_several_years() -> None:
    counts: dict[tuple[FacetCode, FacetCode], int] = {("arf", year): 1 for year in range(1962, 2022)}
    made = heat_map(parse({"q": ["nga"], "chart": ["forums"]}), crossed(counts), texts("vi"))
    assert made
    assert len(made.years) <= 20
    assert (made.years[0], made.years[-1]) == ("1960–64", "2020–24")
    assert made.rows[0].cells[1].url == "/search?q=nga&forum=arf&year=1965..1969&chart=forums"
    assert [cell.count for cell in made.rows[0].cells][:2] == ["3", "5"]


def test_there_is_no_table_without_years_or_forums(client: FlaskClient) -> None:
    assert heat_map(State(), crossed({("arf", None): 3}), texts("vi")) is None
    assert heat_map(State(), crossed({(None, 2020): 3}), texts("vi")) is None
    assert client.get("/search?q=zzzzz&chart=forums").status_code == 200


def test_the_chart_is_exchanged_by_a_link_and_stays_so(client: FlaskClient) -> None:
    assert 'href="/search?q=nga&amp;chart=forums"' in client.get("/search?q=nga").text
    html = client.get("/search?q=nga&chart=forums").text
    assert 'href="/search?q=nga"' in html
    assert '<input type="hidden" name="chart" value="forums">' in html


def test_the_table_that_was_asked_for_is_unfolded(client: FlaskClient) -> None:
    opened = '<details class="chart drawer" data-keep="chart" open>'
    assert opened in client.get("/search?q=nga&chart=forums").text
    assert opened not in client.get("/search?q=nga").text
