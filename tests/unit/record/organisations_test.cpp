#include "record/organisations.hpp"

#include <fmt/format.h>

#include <fstream>

#include "bench.hpp"

using namespace aksis;
using namespace aksis::record;

TEST_CASE("a SIRET has fourteen digits and a right key") {
  CHECK(valid_siret("73282932000074"));
  CHECK_FALSE(valid_siret("73282932000075"));
  CHECK_FALSE(valid_siret("7328293200007"));
  CHECK_FALSE(valid_siret("7328293200007A"));
  CHECK_FALSE(valid_siret(""));
  // La Poste adds up: 3+5+6 = 14, the establishment's number makes it a multiple of five.
  CHECK(valid_siret("35600000000001"));
  // One wrong digit never passes: the key finds it wherever it stands.
  const std::string right = "73282932000074";
  for (size_t i = 0; i < right.size(); ++i)
    for (char c = '0'; c <= '9'; ++c) {
      auto slip = right;
      slip[i] = c;
      CHECK(valid_siret(slip) == (c == right[i]));
    }
}

TEST_CASE("an organisation is added, changed with its version, and closed once") {
  Bench bench;
  const auto added =
      bench.ok("organisations.create",
               R"({"kind":"agency","name":"Relais Emploi","siret":"73282932000074"})");
  const std::string id(json::text(added.body, "id"));
  const auto one = "{\"organisation\":\"" + id + "\"}";
  CHECK(bench
            .call("organisations.create",
                  R"({"kind":"partner","name":"Autre","siret":"73282932000074"})")
            .code() == Code::conflict);
  CHECK(bench
            .call("organisations.create",
                  R"({"kind":"partner","name":"Autre","siret":"73282932000075"})")
            .code() == Code::invalid);
  const auto rename =
      "{\"organisation\":\"" + id + "\",\"name\":\"Relais Emploi Ouest\",\"siret\":\"\"}";
  CHECK(bench.call("organisations.update", rename, "7").code() == Code::stale);
  const auto changed = bench.call("organisations.update", rename, added.etag);
  REQUIRE_OK(changed.status);
  CHECK(json::text(changed.body, "name") == "Relais Emploi Ouest");
  CHECK_FALSE(json::member(changed.body, "siret"));
  CHECK(bench.call("organisations.update", rename, added.etag).code() == Code::stale);
  const auto closed = bench.ok("organisations.close", one);
  CHECK(json::member(closed.body, "closed_at"));
  CHECK(bench.call("organisations.close", one).code() == Code::conflict);
  CHECK(bench.call("organisations.read", R"({"organisation":"x"})").code() == Code::not_found);
}

TEST_CASE("parents form a tree and territories exist") {
  Bench bench;
  const auto child = [&](const std::string& name, const std::string& parent) {
    return fmt::format(R"({{"kind":"agency","name":"{}","parent":"{}"}})", name, parent);
  };
  const auto top = bench.made("organisations.create", child("Tête", ""));
  const auto middle = bench.made("organisations.create", child("Milieu", top));
  const auto leaf = bench.made("organisations.create", child("Feuille", middle));
  const auto under = [&](const std::string& id, const std::string& parent) {
    return bench
        .call("organisations.update",
              fmt::format(R"({{"organisation":"{}","parent":"{}"}})", id, parent))
        .code();
  };
  CHECK(under(top, leaf) == Code::invalid);
  CHECK(under(top, top) == Code::invalid);
  CHECK(under(top, "unknown") == Code::invalid);
  CHECK(under(leaf, top) == Code{0});
  const auto serves = [&](const std::string& kind, const std::string& code) {
    return bench
        .call("organisations.update",
              fmt::format(R"({{"organisation":"{}","territory_kind":"{}","territory_code":"{}"}})",
                          top, kind, code))
        .code();
  };
  CHECK(serves("department", "44") == Code::invalid);
  const auto path = bench.scratch.path("communes.csv");
  std::ofstream(path) << "insee,nom,region\n44109,Nantes,52\n";
  bench.ok("territories.import", "{\"path\":\"" + path + "\"}");
  CHECK(serves("department", "44") == Code{0});
  CHECK(serves("commune", "44109") == Code{0});
  CHECK(serves("", "44") == Code::invalid);
  CHECK(serves("", "") == Code{0});
}

TEST_CASE("organisations are listed page by page, by kind and by the words of their name") {
  Bench bench;
  for (int i = 0; i < 7; ++i)
    bench.ok("organisations.create", fmt::format(R"({{"kind":"{}","name":"Mission locale {}"}})",
                                                 i % 2 ? "partner" : "agency", i));
  bench.ok("organisations.create", R"({"kind":"partner","name":"Évolution"})");
  const auto names = [&](const std::string& members) {
    std::string out, cursor;
    do {
      const auto page = bench.ok("organisations.list",
                                 "{\"limit\":2" + members + ",\"cursor\":\"" + cursor + "\"}");
      for (const auto& one : json::member(page.body, "organisations")->GetArray())
        out += std::string(json::text(one, "name")).back();
      cursor = json::text(page.body, "next");
    } while (!cursor.empty());
    return out;
  };
  CHECK(names("") == "n0123456");
  CHECK(names(R"(,"kind":"partner")") == "n135");
  CHECK(names(R"(,"q":"locale")") == "0123456");
  CHECK(names(R"(,"q":"EVOL")") == "n");
  CHECK(names(R"(,"q":"%")") == "n0123456");  // folds to nothing
}
