// The operations on territories: schemas and handlers over territories.hpp.
#include <filesystem>

#include "base/read_bytes.hpp"
#include "record/refusals.hpp"
#include "record/territories.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Transaction;

constexpr size_t kFileBytesMax = 64 << 20;
constexpr std::chrono::minutes kImportTime{10};

constexpr const char* kImportInput = R"({
  "type": "object", "additionalProperties": false, "required": ["path"],
  "properties": {"path": {"type": "string", "minLength": 1, "maxLength": 4096,
    "description": "CSV with the columns insee, nom and, where known, departement, region, bassin_emploi, codes_postaux, population, lat, lon"}}})";

constexpr const char* kImportOutput = R"({
  "type": "object", "additionalProperties": false,
  "required": ["communes", "without_place", "refused", "rows"],
  "properties": {
    "communes": {"type": "integer"},
    "without_place": {"type": "integer", "description": "Communes without coordinates: no distance is known from there"},
    "refused": {"type": "integer"},
    "rows": {"type": "array", "description": "The first refused rows", "items": {
      "type": "object", "additionalProperties": false, "required": ["line", "message"],
      "properties": {"line": {"type": "integer"}, "message": {"type": "string"}}}}}})";

constexpr const char* kFindInput = R"({
  "type": "object", "additionalProperties": false, "required": ["q"],
  "properties": {
    "q": {"type": "string", "minLength": 1, "maxLength": 100,
      "description": "The beginning of a name, of one of its words, or of a postcode"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}}})";

constexpr const char* kFindOutput = R"({
  "type": "object", "additionalProperties": false, "required": ["communes"],
  "properties": {"communes": {"type": "array", "items": {
    "type": "object", "additionalProperties": false,
    "required": ["code", "name", "department", "postcodes", "population"],
    "properties": {"code": {"type": "string"}, "name": {"type": "string"},
      "department": {"type": "string"}, "postcodes": {"type": "array", "items": {"type": "string"}},
      "population": {"type": "integer"}}}}}})";

constexpr const char* kReadInput = R"({
  "type": "object", "additionalProperties": false, "required": ["commune"],
  "properties": {"commune": {"type": "string", "minLength": 5, "maxLength": 5,
    "pattern": "^[0-9A-Z]+$", "description": "INSEE code"}}})";

constexpr const char* kReadOutput = R"({
  "type": "object", "additionalProperties": false, "required": ["territories"],
  "properties": {"territories": {"type": "array",
    "description": "The commune, then everything it lies in, smallest first",
    "items": {"type": "object", "additionalProperties": false, "required": ["kind", "code", "name"],
      "properties": {
        "kind": {"type": "string",
          "enum": ["commune", "employment_area", "department", "region", "nation"]},
        "code": {"type": "string"}, "name": {"type": "string"}}}}}})";

Status import(Database& database, const Clock& clock, Call& call) {
  const std::string path(json::text(call.input(), "path"));
  std::error_code unknown;
  // A device need not end.
  if (std::filesystem::exists(path, unknown) && !std::filesystem::is_regular_file(path, unknown))
    return no_file(path);
  AKSIS_ASSIGN(text, read_bytes(path, kFileBytesMax));
  AKSIS_ASSIGN(file, read_communes(text));
  AKSIS_TRY(write_territories(database, file.communes, clock, [&](size_t done, size_t total) {
    if (call.on_progress)
      call.on_progress(static_cast<int64_t>(done), static_cast<int64_t>(total), "");
    return !call.cancelled(clock.now());
  }));
  size_t without_place = 0;
  for (const auto& commune : file.communes) without_place += !commune.place;
  json::Writer out;
  out.object().member("communes", file.communes.size()).member("without_place", without_place);
  out.member("refused", file.refused).key("rows").array();
  for (const auto& row : file.wrong)
    out.object().member("line", row.line).member("message", sentence_in(row, call.language)).end();
  call.respond(out.end().end().text());
  return {};
}

Status find(Database& database, Call& call) {
  return database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, find_communes(tx, json::text(call.input(), "q"),
                                      json::integer(call.input(), "limit")));
    json::Writer out;
    out.object().key("communes").array();
    for (const auto& commune : found) {
      out.object().member("code", commune.code).member("name", commune.name);
      out.member("department", commune.department).key("postcodes").array();
      for (const auto& postcode : commune.postcodes) out.value(postcode);
      out.end().member("population", commune.population).end();
    }
    call.respond(out.end().end().text());
    return {};
  });
}

Status read(Database& database, Call& call) {
  return database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, territories_of(tx, json::text(call.input(), "commune")));
    json::Writer out;
    out.object().key("territories").array();
    for (const auto& territory : found)
      out.object()
          .member("kind", territory.kind)
          .member("code", territory.code)
          .member("name", territory.name)
          .end();
    call.respond(out.end().end().text());
    return {};
  });
}

}  // namespace

Status add_territory_operations(operations::Registry& registry, Database& database,
                                const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "territories.import",
      .kind = Kind::task,
      .summary_fr = "Importer les communes et les territoires où elles se trouvent",
      .summary_en = "Import communes and the territories they lie in",
      .method = "POST",
      .path = "/imports/communes",
      .permission = "territories.import",
      .input_schema = kImportInput,
      .output_schema = kImportOutput,
      .command = {{"import communes", {"path"}}},
      .upload = {{"path", {"text/csv"}, kFileBytesMax}},
      .deadline = kImportTime,
      .handler = [&](Call& call) { return import(database, clock, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "communes.find",
      .summary_fr = "Chercher une commune par son nom ou son code postal",
      .summary_en = "Find a commune by its name or postcode",
      .method = "GET",
      .path = "/communes",
      .permission = "territories.read",
      .input_schema = kFindInput,
      .output_schema = kFindOutput,
      .command = {{"commune find", {"q"}}},
      .handler = [&](Call& call) { return find(database, call); },
  }));
  return registry.add({
      .id = "territories.read",
      .summary_fr = "Territoires où se trouve une commune",
      .summary_en = "Territories a commune lies in",
      .method = "GET",
      .path = "/communes/{commune}/territories",
      .permission = "territories.read",
      .input_schema = kReadInput,
      .output_schema = kReadOutput,
      .command = {{"commune show", {"commune"}}},
      .handler = [&](Call& call) { return read(database, call); },
  });
}

}  // namespace aksis::record
