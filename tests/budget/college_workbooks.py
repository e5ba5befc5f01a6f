"""Workbooks put together as colleges do: prices beside the fte, students under the result, figures typed as totals."""

from __future__ import annotations

from tests.budget.workbooks import Page

TEAMS: dict[str, list[tuple[str, str, float, float]]] = {
    "Zorg en welzijn": [
        ("Docent", "LB", 31.2, 92_500),
        ("Docent", "LC", 14.8, 104_800),
        ("Instructeur", "7", 4.6, 66_200),
    ],
    "Techniek": [("Docent", "LB", 27.0, 92_500), ("Docent", "LC", 11.5, 104_800), ("Instructeur", "8", 6.2, 71_900)],
    "Diensten": [("Roosteraar", "8", 5.4, 71_900), ("Functioneel beheerder", "10", 4.0, 90_300)],
}
YEARS = {
    "Realisatie 2024": 0.97,
    "Begroting 2025": 1.0,
    "Prognose 2025": 1.004,
    "Begroting 2026": 1.02,
    "Raming 2027": 1.03,
}
INCOME = {
    "3.1 Rijksbijdragen OCW": 80_950.0,
    "3.4 Baten werk in opdracht van derden": 4_400.0,
    "3.5 Overige baten": 1_950.0,
}
STAFF = {"4.1.1 Lonen en salarissen": 54_900.0, "4.1.2 Overige personele lasten": 5_800.0}
OTHER = {"4.2 Afschrijvingen": 6_250.0, "4.3 Huisvestingslasten": 6_100.0, "4.4 Overige lasten": 14_000.0}


def staffing_with_prices(header: str = "GPL") -> list[Page]:
    """Under each school year the fte and the average price of one; a team is named on its first row only."""
    page = Page("Formatie 26-27")
    page.put(1, ["Formatieplan schooljaar 2026-2027 en 2027-2028"])
    page.put(4, ["Onderwijsteam", "Functie", "Schaal", "Schooljaar 2026-2027", None, "Schooljaar 2027-2028"])
    page.merged += [(4, 4, 4, 5), (4, 6, 4, 7)]
    page.put(5, [None, None, None, "FTE", header, "FTE", header])
    row, sums = 6, [0.0, 0.0]
    for team, functions in TEAMS.items():
        of_team = [0.0, 0.0]
        for place, (function, scale, fte, price) in enumerate(functions):
            later = round(fte * 0.98, 2)
            page.put(row, [None if place else team, function, scale, fte, price, later, round(price * 1.03)])
            of_team = [of_team[0] + fte, of_team[1] + later]
            row += 1
        page.put(row, [f"Totaal {team}", None, None, round(of_team[0], 2), None, round(of_team[1], 2)])
        sums = [sums[0] + of_team[0], sums[1] + of_team[1]]
        row += 1
    page.put(row, ["Totaal formatie", None, None, round(sums[0], 2), None, round(sums[1], 2)])
    return [page]


def in_thousands() -> list[Page]:
    """A budget in k€ with realised, forecast and change columns, typed totals, and figures that are no money."""
    page = Page("Exploitatie")
    page.put(1, ["ROC De Delta"])
    page.put(2, ["Exploitatiebegroting (in k€)"])
    page.put(4, [None, *YEARS, "% mutatie 26/25", "Toelichting"])
    row, years = 5, list(YEARS.values())

    def lines(named: dict[str, float]) -> list[float]:
        nonlocal row
        sums = [0.0] * len(years)
        for label, amount in named.items():
            values = [round(amount * year, 1) for year in years]
            page.put(row, [label, *values, round(values[3] / values[1] - 1, 4)])
            page.formats[(row, 7)] = "0.0%"
            sums = [round(total + value, 1) for total, value in zip(sums, values, strict=True)]
            row += 1
        return sums

    def total(label: str, values: list[float]) -> list[float]:
        nonlocal row
        page.put(row, [label, *[round(value, 1) for value in values]])
        row += 1
        return values

    income = total("Totaal baten", lines(INCOME))
    row += 1
    staff = total("4.1 Personele lasten", lines(STAFF))
    cost = total("Totaal lasten", [a + b for a, b in zip(staff, lines(OTHER), strict=True)])
    row += 1
    total("Exploitatieresultaat", [a - b for a, b in zip(income, cost, strict=True)])
    row += 1
    page.put(row, ["Studenten per 1 oktober", 8_120, 8_050, 8_010, 7_980, 7_890])
    page.put(row + 1, ["Formatie (fte)", 812.3, 820, 818.5, 825, 821])
    page.put(row + 3, ["* Bedragen zijn afgerond op honderden euro's"])
    return [page]
