// What the record refuses is told in both languages.
#include "../operations/told.hpp"

#include <fmt/format.h>

#include <fstream>

#include "person_bench.hpp"
#include "record/commune_file.hpp"
#include "record/person_fields.hpp"

using namespace aksis;
using namespace aksis::record;

namespace {

struct Refusals : PersonBench {
  void refused(const std::string& operation, const std::string& input,
               const std::string& if_match = {}) {
    told(operation, input, [&] { return call(operation, input, if_match).status; });
  }
  void refused_as(const operations::Principal& caller, const std::string& operation,
                  const std::string& input) {
    told(operation, input, [&] { return as(caller, operation, input).status; });
  }
  template <typename Ask>
  void told(const std::string& operation, const std::string& input, const Ask& ask) {
    CAPTURE(operation, input);
    check_told([&](const char* asked) {
      language = asked;
      auto status = ask();
      language = "en";
      return status;
    });
  }
  // The operation over a file of that content.
  void refuses_file(const std::string& operation, const std::string& text) {
    std::ofstream(scratch.path("given.csv"), std::ios::trunc) << text;
    refused(operation, "{\"path\":\"" + scratch.path("given.csv") + "\"}");
  }
  // The sentences of the rows refused, in that language.
  std::vector<std::string> rows(const std::string& operation, const std::string& text,
                                const char* asked) {
    std::ofstream(scratch.path("given.csv"), std::ios::trunc) << text;
    language = asked;
    const auto answer = ok(operation, "{\"path\":\"" + scratch.path("given.csv") + "\"}");
    language = "en";
    std::vector<std::string> out;
    for (const auto& row : (*json::member(answer.body, "rows")).GetArray())
      out.emplace_back(json::text(row, "message"));
    return out;
  }
  void rows_are_told(const std::string& operation, const std::string& text, size_t count) {
    const auto english = rows(operation, text, "en"), french = rows(operation, text, "fr");
    REQUIRE(english.size() == count);
    REQUIRE(french.size() == count);
    for (size_t i = 0; i < count; ++i) {
      CAPTURE(english[i], french[i]);
      CHECK(english[i] != french[i]);
      CHECK(well_set(french[i]));
    }
  }
};

}  // namespace

TEST_CASE("what is wrong with a person is told in both languages") {
  Refusals bench;
  const auto id = bench.add(kWholePerson);
  bench.person("R-1");
  bench.refused("people.read", of("nobody"));
  bench.refused("people.create", R"({"reference": "R-1"})");
  bench.refused("people.create", R"({"birth_name": " -- ", "birth_date": "1990-02-30",
    "birth_place": "Lyon", "sex": "X", "nationality": "fr", "nir": "2 90 05 69 383 123 99",
    "postcode": "é", "commune": "6938", "registration_category": "é",
    "address": "\u0007", "contacts": [{"kind": "email", "value": "personne"},
    {"kind": "phone", "value": "12"}]})");
  bench.refused("people.create", R"({"birth_date": "2999-01-01"})");
  bench.refused("people.create", R"({"birth_date": "1750-01-01", "commune": "99999"})");
  bench.refused("people.create", R"({"commune": "99999"})");
  bench.refused("people.create", R"({"registration_ended_on": "2026-01-01"})");
  bench.refused("people.create",
                R"({"registered_on": "2026-02-01", "registration_ended_on": "2026-01-01"})");
  bench.refused("people.create", R"({"nir": "2 90 05 69 383 123"})");
  bench.refused("people.create",
                R"({"identifiers": [{"kind": "france_travail", "value": "CANAR1234567"}]})");
  bench.refused("people.update", of(id, R"("used_name": "Autre")"), "77");
  bench.refused("people.delete", of(id), "77");
  bench.refused("people.delete", of(id));
  bench.refused("people.nir.read", of(bench.person("R-2"), R"("reason": "contrôle du dossier")"));
  operations::Principal masked{"account:ana", false, {"*"}};
  masked.masked = {"contacts", "nir"};
  bench.refused_as(masked, "people.nir.read", of(id, R"("reason": "contrôle du dossier")"));
  bench.refused_as(masked, "people.update", of(id, R"("contacts": [])"));
  bench.refused("people.list", R"({"scope": "mine"})");
  bench.refused("people.list", R"({"scope": "agency"})");
  bench.refused("people.list", R"({"sort": "changed", "cursor": "z"})");
}

TEST_CASE("each field of a person says in French what it takes") {
  for (const auto& field : person_fields()) {
    CAPTURE(field.name);
    for (const auto* given : {"\x01", "?", "--"}) {
      const auto kept = kept_value(field, given, "2026-11-26");
      if (!kept.ok()) CHECK(well_set(kept.error().french));
    }
    const auto long_one = kept_value(field, std::string(field.chars_max + 1, '9'), "2026-11-26");
    REQUIRE_FALSE(long_one.ok());
    CHECK(long_one.error().french.find('_') == std::string::npos);
  }
  CHECK(kept_value(*find_field("used_name"), "--", "2026-11-26").error().french ==
        "Le champ « nom d’usage » n’a aucune lettre.");
  CHECK(kept_value(*find_field("sex"), "X", "2026-11-26").error().french ==
        "Le champ « sexe à l’état civil » attend F ou M.");
  CHECK(well_set(kept_contact({"fax", "12"}).error().french));
}

TEST_CASE("what is wrong with organisations, groups and communes is told in both languages") {
  Refusals bench;
  const auto agency = bench.made("organisations.create",
                                 R"({"kind":"agency","name":"Relais","siret":"73282932000074"})");
  const auto one = [&](const std::string& more) {
    return fmt::format(R"({{"organisation":"{}"{}}})", agency, more);
  };
  bench.refused("organisations.read", R"({"organisation":"x"})");
  bench.refused("organisations.create",
                R"({"kind":"partner","name":"Autre","siret":"73282932000074"})");
  bench.refused("organisations.create",
                R"({"kind":"partner","name":"Autre","siret":"73282932000075"})");
  bench.refused("organisations.create", R"({"kind":"partner","name":"Autre","parent":"x"})");
  bench.refused("organisations.update", one(R"(,"name":"Autre")"), "77");
  bench.refused("organisations.update", one(",\"parent\":\"" + agency + "\""));
  bench.refused("organisations.update", one(R"(,"territory_kind":"commune")"));
  for (const auto* kind : {"commune", "employment_area", "department", "region"})
    bench.refused("organisations.update",
                  one(fmt::format(R"(,"territory_kind":"{}","territory_code":"99")", kind)));
  const auto group = bench.made("groups.create", one(R"(,"name":"Cap")"));
  const auto in = [&](const char* account) {
    return fmt::format(R"({{"group":"{}","account":"{}"}})", group, account);
  };
  bench.ok("groups.join", in("ana"));
  bench.refused("groups.join", in("ana"));
  bench.refused("groups.leave", in("bea"));
  bench.refused("groups.join", R"({"group":"x","account":"ana"})");
  bench.ok("groups.close", "{\"group\":\"" + group + "\"}");
  bench.refused("groups.close", "{\"group\":\"" + group + "\"}");
  bench.refused("groups.join", in("bea"));
  const auto person = bench.person("R-1");
  bench.refused("relations.start",
                of(person, R"("kind":"group","reason":"suivi","holder":")" + group + "\""));
  bench.ok("organisations.close", one(""));
  bench.refused("organisations.close", one(""));
  bench.refused("groups.create", one(R"(,"name":"Cap 2")"));
  bench.refused("relations.start",
                of(person, R"("kind":"agency","reason":"suivi","holder":")" + agency + "\""));
  bench.refused("territories.read", R"({"commune":"99999"})");
}

TEST_CASE("what is wrong with who accompanies is told in both languages") {
  Refusals bench;
  const auto person = bench.person("R-1");
  const auto agency = bench.made("organisations.create", R"({"kind":"agency","name":"Relais"})");
  const auto group =
      bench.made("groups.create", fmt::format(R"({{"organisation":"{}","name":"Cap"}})", agency));
  std::string relation;
  for (const auto& [kind, holder] : {std::pair<std::string, std::string>("referent", "ana"),
                                     {"instructor", "ana"},
                                     {"group", group},
                                     {"agency", agency}}) {
    const auto input =
        of(person, fmt::format(R"("kind":"{}","holder":"{}","reason":"suivi")", kind, holder));
    relation = bench.made("relations.start", input);
    bench.refused("relations.start", input);
  }
  const auto end = [&](const std::string& id) {
    return of(person, fmt::format(R"("relation":"{}","reason":"suivi")", id));
  };
  bench.refused("relations.end", end("x"));
  bench.ok("relations.end", end(relation));
  bench.refused("relations.end", end(relation));

  const auto start = [](const char* account, const char* deputy, int days) {
    return fmt::format(R"({{"account":"{}","deputy":"{}","days":{},"reason":"congés"}})", account,
                       deputy, days);
  };
  const auto deputy = bench.made("deputies.start", start("ana", "bea", 5));
  bench.refused("deputies.start", start("ana", "bea", 5));
  bench.refused("deputies.start", start("ana", "ana", 5));
  bench.refused("deputies.start", start("", "bea", 5));
  operations::Principal other{"account:eva", false, {"relations.read"}};
  other.account = "eva";
  bench.refused_as(other, "deputies.start", start("ana", "bea", 5));
  bench.ok("deputies.end", "{\"deputy\":\"" + deputy + "\"}");
  bench.refused("deputies.end", "{\"deputy\":\"" + deputy + "\"}");
  bench.refused("deputies.end", R"({"deputy":"x"})");
}

TEST_CASE("what is wrong with a file is told in both languages, row by row") {
  Refusals bench;
  for (const auto* operation : {"people.import", "territories.import"}) {
    bench.refused(operation, R"({"path":"/"})");
    bench.refuses_file(operation, "");
    bench.refuses_file(operation, std::string("\xFF\xFEn\0", 4));
    bench.refuses_file(operation, "population,shoe\n1,2\n");
  }
  bench.refuses_file("people.import", "nom,prenom\nA,B\n");
  bench.refuses_file("people.import", "reference,nom,nom de naissance\nA,B,C\n");
  bench.refuses_file("territories.import", "insee,nom\n1,2\n");
  bench.refuses_file("territories.import", "insee,nom,lat\n69123,Lyon,x\n");
  bench.rows_are_told("people.import",
                      "reference,nom,nir,referent,courriel,commune\n"
                      "A-1,--,,,,\nA é,B,,,,\nA-2,C,1,,,\nA-3,D,,nobody,,\nA-4,E,,,x,\n,F,,,,\n"
                      "A-5,G,,,,,,\nA-6,H,,,,99999\n",
                      8);
  bench.rows_are_told(
      "territories.import",
      "insee,nom,region,population,codes_postaux,lat,lon\n"
      "69123,Lyon,84,1,69001,45.7,4.8\n1,X,,,,,\n69124,,,,,,\n69125,X,trop long,,,,\n"
      "69126,X,,-1,,,\n69127,X,,,6900,,\n69128,X,,,,x,y\n69129,X,,,,95,1\n",
      7);
}
