// people.import: schemas and handler over people_import.hpp.
#include <filesystem>

#include "base/read_bytes.hpp"
#include "privacy/retention.hpp"
#include "record/people_import.hpp"
#include "record/refusals.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using operations::Kind;
using privacy::Keyring;
using storage::Database;
using storage::Transaction;

constexpr size_t kFileBytesMax = 64 << 20;
constexpr size_t kErrorsShown = 100;
constexpr size_t kProgressEvery = 50;  // rows
constexpr std::chrono::hours kImportTime{1};

constexpr const char* kInput = R"({
  "type": "object", "additionalProperties": false, "required": ["path"],
  "properties": {"path": {"type": "string", "minLength": 1, "maxLength": 4096,
    "description": "CSV with a header: reference, nir, birth_name, first_names, birth_date, commune, phone, email, referent …"}}})";

constexpr const char* kOutput = R"({
  "type": "object", "additionalProperties": false,
  "required": ["created", "changed", "unchanged", "refused", "rows"],
  "properties": {
    "created": {"type": "integer"}, "changed": {"type": "integer"},
    "unchanged": {"type": "integer"}, "refused": {"type": "integer"},
    "rows": {"type": "array", "description": "The first refused rows", "items": {
      "type": "object", "additionalProperties": false, "required": ["line", "message"],
      "properties": {"line": {"type": "integer"}, "message": {"type": "string"}}}}}})";

struct Outcome {
  int64_t created = 0, changed = 0, unchanged = 0, refused = 0;
  std::vector<std::pair<size_t, std::string>> wrong;
};

// What is the row's own fault; everything else is the import's.
bool refuses_row(Code code) {
  return code == Code::invalid || code == Code::conflict || code == Code::not_found ||
         code == Code::forbidden;
}

std::string sentence(const Error& error, std::string_view language) {
  return error.details.empty() ? sentence_in(error, language)
                               : sentence_in(error.details.front(), language);
}

struct Import {
  Database& database;
  const Clock& clock;
  Keyring* keys;
  AccountByLogin account_by_login;

  // A write of its own: what a row is refused for undoes that row alone, and each person has an
  // entry of their own in the audit log.
  Status row(const Call& call, const PeopleRow& one, Outcome& outcome) const {
    auto done = Imported::unchanged;
    auto status = database.write([&](Transaction& tx) -> Status {
      AKSIS_ASSIGN(imported,
                   import_person(tx, *keys, call.principal(), one, account_by_login, clock));
      done = imported;
      return {};
    });
    if (status.ok()) {
      ++(done == Imported::created   ? outcome.created
         : done == Imported::changed ? outcome.changed
                                     : outcome.unchanged);
      return {};
    }
    if (!refuses_row(status.error().code)) return status;
    ++outcome.refused;
    if (outcome.wrong.size() < kErrorsShown)
      outcome.wrong.emplace_back(one.line, sentence(status.error(), call.language));
    return {};
  }

  Status run(Call& call) const {
    const std::string path(json::text(call.input(), "path"));
    std::error_code unknown;
    // A device need not end.
    if (std::filesystem::exists(path, unknown) && !std::filesystem::is_regular_file(path, unknown))
      return no_file(path);
    AKSIS_ASSIGN(text, read_bytes(path, kFileBytesMax));
    AKSIS_ASSIGN(rows, read_people(text, privacy::day_of(clock.now())));
    Outcome outcome;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (i % kProgressEvery == 0) {
        if (call.cancelled(clock.now())) return import_was_stopped();
        if (call.on_progress)
          call.on_progress(static_cast<int64_t>(i), static_cast<int64_t>(rows.size()),
                           call.language == "fr" ? "personnes" : "people");
      }
      AKSIS_TRY(row(call, rows[i], outcome));
    }
    json::Writer out;
    out.object()
        .member("created", outcome.created)
        .member("changed", outcome.changed)
        .member("unchanged", outcome.unchanged)
        .member("refused", outcome.refused)
        .key("rows")
        .array();
    for (const auto& [line, message] : outcome.wrong)
      out.object().member("line", line).member("message", message).end();
    call.respond(out.end().end().text());
    return {};
  }
};

}  // namespace

Status add_import_operation(operations::Registry& registry, Database& database, const Clock& clock,
                            Keyring* keys, AccountByLogin account_by_login) {
  return registry.add({
      .id = "people.import",
      .kind = Kind::task,
      .summary_fr = "Reprendre des personnes d’un fichier ; les lignes fausses sont nommées",
      .summary_en = "Bring people from a file; wrong rows are named",
      .method = "POST",
      .path = "/imports/people",
      .permission = "people.import",
      .input_schema = kInput,
      .output_schema = kOutput,
      .command = {{"import people", {"path"}}},
      .upload = {{"path", {"text/csv"}, kFileBytesMax}},
      .deadline = kImportTime,
      .handler = [import = Import{database, clock, keys, std::move(account_by_login)}](
                     Call& call) { return import.run(call); },
  });
}

}  // namespace aksis::record
