"""The words that Dutch colleges use in annual accounts, programme budgets and staffing plans lead to a suggestion."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flexlib.budget.reading.suggest import Suggester

ACCOUNTS = {
    "personele_lasten": [
        "Salarissen OP", "Sociale lasten", "Inhuur derden", "Uitzendkrachten", "Personeel niet in loondienst",
        "Wervingskosten", "Woon-werkverkeer", "Dotatie voorziening jubilea", "Bedrijfsgezondheidszorg", "ZZP'ers",
        "Vervangingskosten", "Detacheringskosten", "Onderwijsassistenten", "Werkkostenregeling",
    ],
    "afschrijvingen": ["Afschrijving inventaris", "Afschrijving gebouwen", "Boekwaarde desinvesteringen"],
    "huisvestingslasten": [
        "Huur", "Huren", "Energie en water", "Gas, water en elektra", "Schoonmaakkosten", "Klein onderhoud",
        "Dotatie onderhoudsvoorziening", "Belastingen en heffingen", "Beveiliging", "Servicekosten",
    ],
    "overige_lasten": [
        "Licenties", "Softwarelicenties", "Leermiddelen", "Reiskosten", "Dienstreizen", "Studentenwerving",
        "Contributies en abonnementen", "Drukwerk", "Telefoonkosten", "Inventaris en apparatuur", "Onderhoud ICT",
        "Dotatie voorziening dubieuze debiteuren", "Catering", "Representatiekosten", "Onvoorzien",
    ],
    "rijksbijdragen": [
        "Rijksbijdrage OCW", "Niet-normatieve bijdragen", "Niet-normatieve rijksbijdragen", "WTF/kwaliteitsafspraken",
        "RIF-subsidie", "VSV-middelen", "Nationaal Programma Onderwijs", "Werkagenda mbo",
    ],
    "overige_overheidsbijdragen": ["Gemeentelijke bijdragen", "Provinciale subsidies", "Erasmus+", "ESF-subsidie"],
    "college_cursus_examengelden": ["Cursusgelden", "Wettelijke cursusgelden", "Examengelden"],
    "werk_opdracht_derden": ["Contractonderwijs", "Bedrijfsopleidingen", "Inburgering", "Maatwerktrajecten"],
    "overige_baten": [
        "Verhuur", "Huuropbrengsten", "Detachering personeel", "Studentbijdragen", "Opbrengst leermiddelen",
    ],
    "financiele_baten_lasten": ["Rente", "Bankrente", "Financieringslasten"],
}  # fmt: skip
PROGRAMME = {
    "cost_class:development": ["Ontwikkelkosten", "Keuzedelen ontwikkelen", "Herontwerp opleidingen"],
    "cost_class:ict": ["Licenties", "Studentinformatiesysteem", "Applicaties", "Laptops", "SIS"],
    "cost_class:organisation": [
        "Programmamanager", "Projectmanagement", "PMO", "Huur", "Huur ruimten", "Reiskosten", "Stuurgroep", "Overhead",
    ],
    "cost_class:execution": ["Onderwijsassistent", "Lesuitvoering", "Studieloopbaanbegeleiding", "Leermiddelen"],
    "cost_class:people": ["Wervingskosten", "Teamscholing", "Studiedagen", "Vervanging"],
    "income:subsidie": ["Provincie", "ESF", "Erasmus+", "RIF"],
    "income:bekostiging": ["Kwaliteitsafspraken", "Niet-normatieve bekostiging", "Werkagenda mbo"],
    "income:llo": ["Bedrijfsopleidingen", "Cursusgelden"],
    "income:overig": ["Bijdrage bedrijfsleven"],
}  # fmt: skip
ROLES = {
    "docent": ["Vakdocent", "Praktijkinstructeur"],
    "ontwikkelaar": ["Onderwijsadviseur", "Toetsontwikkelaar"],
    "examinator": ["Assessor", "Examensecretaris"],
    "roosteraar": ["Roostermaker", "Onderwijslogistiek"],
    "studentadministratie": ["Onderwijsadministratie", "Bpv-bureau"],
    "coach": ["Loopbaancoach", "Trajectbegeleider"],
    "ict": ["Systeembeheerder", "Informatieanalist"],
    "programmateam": ["Programmamanager", "Projectmanager", "Projectmedewerker"],
    "hr": ["Recruiter"],
    "bestuur": ["CvB", "Sectordirecteur"],
}


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(label, category) for category, labels in table.items() for label in labels]


@pytest.mark.parametrize(("label", "account"), pairs(ACCOUNTS))
def test_a_label_of_the_annual_accounts_leads_to_its_account(label: str, account: str, categories: Callable) -> None:
    suggester = Suggester(categories("budget"), "budget")
    assert suggester.category(label, "", "", "eur", label) == f"account:{account}"


@pytest.mark.parametrize(("label", "category"), pairs(PROGRAMME))
def test_a_label_of_a_programme_budget_leads_to_its_category(label: str, category: str, categories: Callable) -> None:
    suggester = Suggester(categories("programme"), "programme")
    assert suggester.category(label, "", "", "eur", label) == category


@pytest.mark.parametrize(("label", "role"), pairs(ROLES))
def test_a_function_leads_to_its_role_in_hours_and_in_fte(label: str, role: str, categories: Callable) -> None:
    hours = Suggester(categories("programme"), "programme").category(label, "", "", "hours", label)
    fte = Suggester(categories("staffing"), "staffing").category(label, "", "", "fte", label)
    assert (hours, fte) == (f"role:{role}", f"figure:fte_{role}")


def test_the_same_word_is_income_or_cost_by_its_heading(categories: Callable) -> None:
    suggester = Suggester(categories("budget"), "budget")
    assert suggester.category("Kantine", "", "Baten", "eur", "Kantine") == "account:overige_baten"
    assert suggester.category("Kantine", "", "Lasten", "eur", "Kantine") == "account:overige_lasten"


def test_assistants_are_no_teachers_in_a_staffing_plan(categories: Callable) -> None:
    """The fte of teachers counts teachers and instructors; assistants are other staff."""
    suggester = Suggester(categories("staffing"), "staffing")
    assert suggester.category("Onderwijsassistent", "", "", "fte", "Onderwijsassistent") == "figure:fte_other"
