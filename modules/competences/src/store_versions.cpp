#include "store_versions.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <vector>

namespace aksis::competences {

namespace {

constexpr size_t kParametersMax = 600;  // of one statement

// Tables with rows of versions, and the column by which they are deleted in chunks.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTables = {{
    {"skl_domain", "code"},
    {"skl_occupation", "rome_code"},
    {"skl_appellation", "code"},
    {"skl_branch", "branch"},
    {"skl_item", "item"},
    {"skl_occupation_item", "rome_code"},
    {"skl_category", "code"},
    {"skl_occupation_category", "rome_code"},
    {"skl_mobility", "rome_code"},
    {"skl_overlay", "overlay"},
    {"skl_overlay_skill", "code"},
    {"skl_overlay_link", "rome_code"},
    {"skl_certification", "rncp"},
}};

// "INSERT INTO table(…) VALUES ($1, …), (…)" for `rows` rows of `columns` values, ref first.
std::string insert_sql(std::string_view table_columns, size_t rows, size_t columns) {
  std::string sql = "INSERT INTO " + std::string(table_columns) + " VALUES ";
  size_t parameter = 2;
  for (size_t row = 0; row < rows; ++row) {
    sql += row ? ", ($1" : "($1";
    for (size_t column = 1; column < columns; ++column) sql += ", $" + std::to_string(parameter++);
    sql += ')';
  }
  return sql;
}

// Deletes up to about kChunkRows rows of `ref`; `left` tells whether there may be more.
Status delete_chunk(Tx& tx, std::string_view table, std::string_view key, int64_t ref, bool& left) {
  const std::string name(table), column(key);
  const bool number = column == "branch";
  std::optional<std::string> text;
  std::optional<int64_t> integer;
  AKSIS_TRY(tx.query("SELECT " + column + " FROM " + name + " WHERE ref = $1 ORDER BY " + column +
                         " LIMIT 1 OFFSET $2",
                     {ref, kChunkRows}, [&](const Columns& row) {
                       if (number)
                         integer = row.integer(0);
                       else
                         text = row.string(0);
                     }));
  left = text || integer;
  if (!left) {
    AKSIS_TRY(tx.execute("DELETE FROM " + name + " WHERE ref = $1", {ref}));
    return {};
  }
  const std::string sql = "DELETE FROM " + name + " WHERE ref = $1 AND " + column + " <= $2";
  AKSIS_TRY(tx.execute(sql, {ref, number ? Parameter(integer) : Parameter(text)}));
  return {};
}

}  // namespace

int64_t now_micros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm day{};
  localtime_r(&now, &day);
  std::array<char, 32> out;
  std::strftime(out.data(), out.size(), "%Y-%m-%d", &day);
  return out.data();
}

Status VersionWriter::begin(std::string_view subject, std::string_view version) {
  subject_ = subject;
  version_ = version;
  AKSIS_TRY(sweep_versions(host_));
  return host_.write([&](Tx& tx) -> Status {
    AKSIS_TRY(tx.query("SELECT COALESCE(max(ref), 0) + 1 FROM skl_version", {},
                       [&](const Columns& row) { ref_ = row.integer(0); }));
    AKSIS_TRY(
        tx.execute("INSERT INTO skl_version(ref, subject, version, imported_at, report) "
                   "VALUES ($1, $2, $3, $4, '{}')",
                   {ref_, subject_, version_, now_micros()}));
    return {};
  });
}

Status VersionWriter::insert(Tx& tx, std::string_view table_columns, size_t first, size_t last,
                             const Append& append) const {
  const auto columns =
      static_cast<size_t>(std::count(table_columns.begin(), table_columns.end(), ',')) + 1;
  const size_t together = std::max<size_t>(1, kParametersMax / columns);
  const std::string many = insert_sql(table_columns, together, columns);
  const std::string single = insert_sql(table_columns, 1, columns);
  Parameters parameters;
  for (size_t row = first; row < last;) {
    const size_t count = row + together <= last ? together : 1;
    parameters.assign(1, Parameter(ref_));
    for (size_t i = 0; i < count; ++i) append(row + i, parameters);
    AKSIS_TRY(tx.execute(count == 1 ? single : many, parameters));
    row += count;
  }
  return {};
}

Status VersionWriter::rows(std::string_view table_columns, size_t count, const Append& append) {
  for (size_t first = 0; first < count; first += kChunkRows) {
    if (request_.cancelled())
      return said(Code::cancelled, "the import was stopped; nothing changed",
                  "L’import a été arrêté ; rien n’a changé.");
    const size_t last = std::min(count, first + kChunkRows);
    AKSIS_TRY(host_.write([&](Tx& tx) { return insert(tx, table_columns, first, last, append); }));
    rows_done_ += last - first;
    request_.progress(static_cast<int64_t>(rows_done_), static_cast<int64_t>(rows_total_));
  }
  return {};
}

Status VersionWriter::activate(std::string_view report_json, std::string_view event,
                               std::string_view event_json) {
  return host_.write([&](Tx& tx) -> Status {
    AKSIS_TRY(tx.execute("UPDATE skl_version SET report = $2, imported_at = $3 WHERE ref = $1",
                         {ref_, report_json, now_micros()}));
    AKSIS_TRY(
        tx.execute("INSERT INTO skl_active(subject, ref) VALUES ($1, $2) "
                   "ON CONFLICT (subject) DO UPDATE SET ref = excluded.ref",
                   {subject_, ref_}));
    if (!event.empty()) AKSIS_TRY(tx.publish(event, event_json));
    return {};
  });
}

void VersionWriter::sweep() {
  if (const auto status = sweep_versions(host_); !status.ok())
    host_.warning("rows of an old version are left for the next import: " + status.error().message);
}

Status sweep_versions(Host& host) {
  std::vector<int64_t> refs;
  AKSIS_TRY(host.read([&](Tx& tx) {
    return tx.query(
        "SELECT v.ref FROM skl_version v WHERE NOT EXISTS "
        "(SELECT 1 FROM skl_active a WHERE a.ref = v.ref) ORDER BY v.ref",
        {}, [&](const Columns& row) { refs.push_back(row.integer(0)); });
  }));
  for (const int64_t ref : refs) {
    for (const auto& kept : kTables)
      for (bool left = true; left;)
        AKSIS_TRY(host.write(
            [&](Tx& tx) { return delete_chunk(tx, kept.first, kept.second, ref, left); }));
    AKSIS_TRY(host.write([&](Tx& tx) -> Status {
      AKSIS_TRY(tx.execute("DELETE FROM skl_version WHERE ref = $1", {ref}));
      return {};
    }));
  }
  return {};
}

Status deactivate(Host& host, std::string_view subject, std::string_view event,
                  std::string_view event_json) {
  AKSIS_TRY(host.write([&](Tx& tx) -> Status {
    AKSIS_ASSIGN(changed, tx.execute("DELETE FROM skl_active WHERE subject = $1", {subject}));
    if (changed == 0)
      return said(Code::not_found, "nothing of that name is imported: " + std::string(subject),
                  "Rien de ce nom n’est importé : " + std::string(subject) + ".");
    return tx.publish(event, event_json);
  }));
  return sweep_versions(host);
}

}  // namespace aksis::competences
