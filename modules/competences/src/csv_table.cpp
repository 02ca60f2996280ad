#include "csv_table.hpp"

#include <algorithm>

#include "aksis/cpp/csv.hpp"
#include "aksis/cpp/fold.hpp"

namespace aksis::competences {

namespace {

constexpr size_t kAbsent = SIZE_MAX;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

char delimiter_of(std::string_view text) {
  const auto header = text.substr(0, text.find('\n'));
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char candidate : {',', ';', '\t'}) {
    const auto count = std::count(header.begin(), header.end(), candidate);
    if (count > most) most = count, best = candidate;
  }
  return best;
}

Result<std::vector<size_t>> places_of(const std::vector<Column>& columns,
                                      const std::vector<std::string>& header) {
  std::vector<std::string> names;
  for (const auto& name : header) names.push_back(fold(name));
  std::vector<size_t> places;
  for (const Column& column : columns) {
    const auto found = std::find(names.begin(), names.end(), fold(column.name));
    if (found != names.end()) {
      places.push_back(static_cast<size_t>(found - names.begin()));
      continue;
    }
    if (column.required)
      return invalid("the column \"" + std::string(column.name) +
                     "\" is missing from the header; check that this is the official file");
    places.push_back(kAbsent);
  }
  return places;
}

Status check_shape(const std::vector<std::string>& fields, size_t width) {
  const bool filled_beyond =
      fields.size() > width &&
      std::any_of(fields.begin() + static_cast<std::ptrdiff_t>(width), fields.end(),
                  [](const std::string& field) { return !trimmed(field).empty(); });
  if (fields.size() < width || filled_beyond)
    return invalid(std::to_string(width) + " columns expected, " + std::to_string(fields.size()) +
                   " found; the row may be cut or a quote be missing");
  for (size_t i = 0; i < fields.size(); ++i)
    if (!valid_utf8(fields[i]))
      return invalid("the text of its field " + std::to_string(i + 1) + " is not valid UTF-8");
  return {};
}

}  // namespace

void Issues::row(std::string_view file, size_t line, std::string message, std::string column) {
  if (rows_.size() < kKeptMax)
    rows_.push_back({std::string(file), line, std::move(column), std::move(message)});
  ++row_count_;
}

std::string_view TableRow::operator[](size_t column) const {
  const size_t place = places_[column];
  return place == kAbsent ? std::string_view() : trimmed(fields_[place]);
}

Error TableRow::wrong(size_t column, std::string message) const {
  return {Code::invalid, std::move(message), {{std::string(columns_[column].name), ""}}};
}

Status read_table(SourceFile file, const std::vector<Column>& columns, Issues& issues,
                  const OnTableRow& on_row) {
  AKSIS_ASSIGN(encoding, to_utf8(file));
  if (encoding == Encoding::windows_1252)
    issues.note(file.name + " is not in UTF-8; it was read as Windows-1252 (ISO-8859-1)");

  std::vector<size_t> places;
  size_t width = 0, rows = 0, wrong = 0;
  std::string first_wrong;
  const csv::OnRow each = [&](size_t line, const std::vector<std::string>& fields) -> Status {
    if (width == 0) {
      width = fields.size();
      AKSIS_ASSIGN(found, places_of(columns, fields));
      places = std::move(found);
      return {};
    }
    ++rows;
    auto status = check_shape(fields, width);
    if (status.ok()) status = on_row(TableRow(line, fields, columns, places));
    if (status.ok()) return {};
    auto& error = status.error();
    auto column = error.details.empty() ? std::string() : error.details[0].pointer;
    if (wrong++ == 0)
      first_wrong = "line " + std::to_string(line) + (column.empty() ? "" : ", column " + column) +
                    ": " + error.message;
    issues.row(file.name, line, std::move(error.message), std::move(column));
    return {};
  };
  if (auto status = csv::read(file.bytes, {.delimiter = delimiter_of(file.bytes)}, each);
      !status.ok())
    return prefixed(file.name, std::move(status).error());
  if (width == 0) return invalid(file.name + " is empty; fetch it again");
  if (wrong > kWrongRowsTolerated &&
      static_cast<double>(wrong) > kWrongShareMax * static_cast<double>(rows))
    return invalid(file.name + ": " + std::to_string(wrong) + " of " + std::to_string(rows) +
                   " rows are wrong, the first at " + first_wrong +
                   ". Nothing of it was taken; check that this is the official file");
  return {};
}

}  // namespace aksis::competences
