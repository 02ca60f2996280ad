#include "record/territories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "aksis/cpp/fold.hpp"
#include "events/outbox.hpp"
#include "record/refusals.hpp"
#include "record/territory_names.hpp"

namespace aksis::record {
namespace {

using storage::Row;
using storage::Transaction;

constexpr size_t kChunk = 500;  // communes in one write

// Where each area lies. An employment area may cross the border of a department: it is put where
// most of its people live.
struct Areas {
  std::map<std::string, std::string> region_of_department;
  std::map<std::string, std::map<std::string, int64_t>> people_of_area;  // by department
};

Areas areas_of(const std::vector<Commune>& communes) {
  Areas out;
  for (const auto& commune : communes) {
    auto& region = out.region_of_department[commune.department];
    if (region.empty()) region = commune.region;
    if (!commune.employment_area.empty())
      out.people_of_area[commune.employment_area][commune.department] += commune.population + 1;
  }
  return out;
}

Status put_territory(Transaction& tx, std::string_view kind, std::string_view code,
                     std::string_view name, std::string_view parent_kind,
                     std::string_view parent_code) {
  AKSIS_TRY(
      tx.execute("INSERT INTO core_territory (kind, code, name, parent_kind, parent_code) "
                 "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, code) DO UPDATE SET "
                 "name = excluded.name, parent_kind = excluded.parent_kind, "
                 "parent_code = excluded.parent_code",
                 {kind, code, name, parent_kind, parent_code}));
  return {};
}

Status put_areas(Transaction& tx, const Areas& areas) {
  AKSIS_TRY(put_territory(tx, "nation", kNation, "France", "", ""));
  for (const auto& [department, region] : areas.region_of_department) {
    if (!region.empty())
      AKSIS_TRY(put_territory(tx, "region", region, region_name(region), "nation", kNation));
    AKSIS_TRY(put_territory(tx, "department", department, department_name(department),
                            region.empty() ? "nation" : "region",
                            region.empty() ? kNation : std::string_view(region)));
  }
  for (const auto& [area, people] : areas.people_of_area) {
    const auto most =
        std::max_element(people.begin(), people.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    AKSIS_TRY(put_territory(tx, "employment_area", area, area, "department", most->first));
  }
  return {};
}

Status put_commune(Transaction& tx, const Commune& commune) {
  const auto degree = [&](int32_t Place::*part) {
    return commune.place ? storage::Value(int64_t{(*commune.place).*part}) : storage::Value();
  };
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_commune (code, name, name_fold, employment_area, department, region, "
      "population, lat, lon) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
      "ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_fold = excluded.name_fold, "
      "employment_area = excluded.employment_area, department = excluded.department, "
      "region = excluded.region, population = excluded.population, lat = excluded.lat, "
      "lon = excluded.lon",
      {commune.code, commune.name, fold(commune.name), commune.employment_area, commune.department,
       commune.region, commune.population, degree(&Place::lat), degree(&Place::lon)}));
  AKSIS_TRY(tx.execute("DELETE FROM core_commune_postcode WHERE commune = $1", {commune.code}));
  for (const auto& postcode : commune.postcodes)
    AKSIS_TRY(tx.execute("INSERT INTO core_commune_postcode (postcode, commune) VALUES ($1, $2)",
                         {postcode, commune.code}));
  return {};
}

constexpr const char* kCommuneColumns =
    "code, name, department, region, employment_area, population, lat, lon";

Commune commune_of(const Row& row) {
  Commune out;
  out.code = row.text(0);
  out.name = row.text(1);
  out.department = row.text(2);
  out.region = row.text(3);
  out.employment_area = row.text(4);
  out.population = row.integer(5);
  if (!row.is_null(6))
    out.place = Place{static_cast<int32_t>(row.integer(6)), static_cast<int32_t>(row.integer(7))};
  return out;
}

Result<Commune> read_commune(Transaction& tx, std::string_view code) {
  std::optional<Commune> found;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_commune WHERE code = $1", kCommuneColumns),
                     {code}, [&](const Row& row) -> Status {
                       found = commune_of(row);
                       return {};
                     }));
  if (found) return *std::move(found);
  return said(
      Code::not_found,
      fmt::format("there is no commune {}; `aksis import communes FILE` brings the list", code),
      fmt::format("La commune {} n’est pas connue ; `aksis import communes FICHIER` apporte la "
                  "liste.",
                  code));
}

const char* no_territory_fr(std::string_view kind) {
  if (kind == "commune") return "d’aucune commune";
  if (kind == "employment_area") return "d’aucun bassin d’emploi";
  if (kind == "department") return "d’aucun département";
  return kind == "region" ? "d’aucune région" : "d’aucun territoire";
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Status write_territories(storage::Database& database, const std::vector<Commune>& communes,
                         const Clock& clock, const std::function<bool(size_t, size_t)>& progress) {
  const auto areas = areas_of(communes);
  AKSIS_TRY(database.write([&](Transaction& tx) { return put_areas(tx, areas); }));
  for (size_t at = 0; at < communes.size(); at += kChunk) {
    const size_t end = std::min(at + kChunk, communes.size());
    AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
      for (size_t i = at; i < end; ++i) AKSIS_TRY(put_commune(tx, communes[i]));
      return {};
    }));
    if (!progress(end, communes.size())) return import_was_stopped();
  }
  const auto data = json::Writer().object().member("communes", communes.size()).end().text();
  return database.write([&](Transaction& tx) {
    return events::publish(tx, "core.territories_changed/1", data, clock);
  });
}

Result<Territory> read_territory(Transaction& tx, std::string_view kind, std::string_view code) {
  if (kind == "commune") {
    AKSIS_ASSIGN(commune, read_commune(tx, code));
    return Territory{"commune", commune.code, commune.name};
  }
  std::optional<Territory> found;
  AKSIS_TRY(tx.query("SELECT kind, code, name FROM core_territory WHERE kind = $1 AND code = $2",
                     {kind, code}, [&](const Row& row) -> Status {
                       found = Territory{std::string(row.text(0)), std::string(row.text(1)),
                                         std::string(row.text(2))};
                       return {};
                     }));
  if (found) return *std::move(found);
  return said(Code::not_found, fmt::format("there is no {} {}", kind, code),
              fmt::format("Le code {} n’est celui {}.", code, no_territory_fr(kind)));
}

Result<std::vector<Territory>> territories_of(Transaction& tx, std::string_view commune) {
  AKSIS_ASSIGN(leaf, read_commune(tx, commune));
  std::vector<Territory> out{{"commune", leaf.code, leaf.name}};
  const std::pair<std::string_view, std::string_view> above[] = {
      {"employment_area", leaf.employment_area},
      {"department", leaf.department},
      {"region", leaf.region},
      {"nation", kNation}};
  for (const auto& [kind, code] : above) {
    if (code.empty()) continue;
    AKSIS_ASSIGN(territory, read_territory(tx, kind, code));
    out.push_back(std::move(territory));
  }
  return out;
}

Result<bool> lies_in(Transaction& tx, std::string_view commune, std::string_view kind,
                     std::string_view code) {
  auto leaf = read_commune(tx, commune);
  if (!leaf && leaf.error().code == Code::not_found) return false;
  if (!leaf) return std::move(leaf).error();
  if (kind == "commune") return leaf->code == code;
  if (kind == "employment_area") return leaf->employment_area == code;
  if (kind == "department") return leaf->department == code;
  if (kind == "region") return leaf->region == code;
  return kind == "nation" && code == kNation;
}

Result<std::vector<Commune>> find_communes(Transaction& tx, std::string_view words, int64_t limit) {
  std::vector<Commune> out;
  const auto folded = fold(words);
  if (folded.empty()) return out;
  const auto add = [&](const Row& row) -> Status {
    out.push_back(commune_of(row));
    return {};
  };
  // Folded text has letters, digits and spaces only: nothing that LIKE reads as a sign.
  if (all_digits(folded)) {
    AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_commune WHERE code IN (SELECT commune FROM "
                                   "core_commune_postcode WHERE postcode LIKE $1) "
                                   "ORDER BY population DESC, code LIMIT $2",
                                   kCommuneColumns),
                       {folded + "%", limit}, add));
  } else {
    AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_commune WHERE name_fold LIKE $1 OR "
                                   "name_fold LIKE $2 ORDER BY population DESC, code LIMIT $3",
                                   kCommuneColumns),
                       {folded + "%", "% " + folded + "%", limit}, add));
  }
  for (auto& commune : out)
    AKSIS_TRY(
        tx.query("SELECT postcode FROM core_commune_postcode WHERE commune = $1 "
                 "ORDER BY postcode",
                 {commune.code}, [&](const Row& row) -> Status {
                   commune.postcodes.emplace_back(row.text(0));
                   return {};
                 }));
  return out;
}

}  // namespace aksis::record
