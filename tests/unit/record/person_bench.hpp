// The record with the privacy engine over it: real keys, holders, erasures. One a test.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "bench.hpp"
#include "privacy/operations.hpp"
#include "record/person_holder.hpp"

namespace aksis::record {

// Every field of one person; each value is found nowhere else.
inline constexpr const char* kWholePerson = R"({
  "birth_name": "Canaribert", "used_name": "Usagivre", "first_names": "Zéphyrine Ondine",
  "birth_date": "1990-05-17", "birth_place": "69383", "sex": "F", "nationality": "FR",
  "nir": "2 90 05 69 383 123", "address": "17 allée des Canarivoles", "postcode": "69003",
  "commune": "69383", "registered_on": "2026-01-05", "registration_category": "CATCANARI",
  "identifiers": [{"kind": "france_travail", "value": "CANAR1234567"},
                  {"kind": "mission_locale", "value": "MLCANARI-9"}],
  "contacts": [{"kind": "mobile", "value": "06 39 98 70 71", "preferred": true},
               {"kind": "email", "value": "zephyrine@canari.example"}]})";
// As they are kept; what would show if any column stood in clear.
inline const std::vector<std::string> kCanaries = {"Canaribert",
                                                   "Usagivre",
                                                   "Zéphyrine",
                                                   "1990-05-17",
                                                   "2900569383123",
                                                   "Canarivoles",
                                                   "CATCANARI",
                                                   "CANAR1234567",
                                                   "MLCANARI-9",
                                                   "0639987071",
                                                   "zephyrine@canari.example"};

struct PersonBench : Bench {
  privacy::Holders holders;
  privacy::Erasures erasures{*database, holders, scratch.path("erasures.log"), clock};

  PersonBench() {
    REQUIRE_OK(holders.add(record_holder(*keys, clock)));
    REQUIRE_OK(holders.add(privacy::own_holder()));
    keys->know(holders);
    REQUIRE_OK(privacy::add_operations(registry, *database, *keys, holders, erasures, clock));
    REQUIRE_OK(storage::run(
        *database,
        "INSERT INTO core_commune (code, name, name_fold, employment_area, department, region, "
        "population) VALUES ('69383', 'Lyon 3e', 'lyon 3e', '8421', '69', '84', 100000), "
        "('42218', 'Saint-Étienne', 'saint etienne', '8422', '42', '84', 170000)"));
  }
  std::string add(const std::string& input) { return made("people.create", input); }

  Answer as(operations::Principal principal, const std::string& operation, const std::string& input,
            const std::string& if_match = {}) {
    operations::Call one(std::move(principal), *json::parse(input));
    one.if_match = if_match;
    one.language = language;
    Answer answer{registry.run(*registry.find(operation), one), json::Document(), one.etag};
    if (language == "en") check_french(answer.status);
    if (!one.response().empty()) answer.body = *json::parse(one.response());
    return answer;
  }

  std::string file_bytes() const {
    std::string bytes;
    for (const auto* name : {"test.db", "test.db-wal"}) {
      std::ifstream file(scratch.path(name), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
  }
  // Which of the canaries stand in the database file or its log.
  std::vector<std::string> readable() const {
    const auto bytes = file_bytes();
    std::vector<std::string> out;
    for (const auto& canary : kCanaries)
      if (bytes.find(canary) != std::string::npos) out.push_back(canary);
    return out;
  }
};

inline std::string of(const std::string& person, const std::string& more = {}) {
  return "{\"person\":\"" + person + "\"" + (more.empty() ? "" : "," + more) + "}";
}

}  // namespace aksis::record
