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
      return said(Code::invalid,
                  "the column \"" + std::string(column.name) +
                      "\" is missing from the header; check that this is the official file",
                  "La colonne « " + std::string(column.name) +
                      " » manque dans l’en-tête ; vérifiez que c’est bien le fichier officiel.");
    places.push_back(kAbsent);
  }
  return places;
}

Status check_shape(const std::vector<std::string>& fields, size_t width) {
  const bool filled_beyond =
      fields.size() > width &&
      std::any_of(fields.begin() + static_cast<std::ptrdiff_t>(width), fields.end(),
                  [](const std::string& field) { return !trimmed(field).empty(); });
  if (fields.size() < width || filled_beyond) {
    const auto expected = std::to_string(width), found = std::to_string(fields.size());
    return said(Code::invalid,
                expected + " columns expected, " + found +
                    " found; the row may be cut or a quote be missing",
                "Colonnes attendues : " + expected + ", trouvées : " + found +
                    " ; la ligne est peut-être coupée, ou un guillemet manque.");
  }
  for (size_t i = 0; i < fields.size(); ++i)
    if (!valid_utf8(fields[i]))
      return said(Code::invalid,
                  "the text of its field " + std::to_string(i + 1) + " is not valid UTF-8",
                  "Le texte du champ " + std::to_string(i + 1) + " n’est pas en UTF-8 valide.");
  return {};
}

// More wrong rows than chance explains; `first` is one of them.
Error wrong_file(const std::string& name, size_t wrong, size_t rows, size_t line,
                 const Error& first) {
  const auto count = std::to_string(wrong), all = std::to_string(rows), at = std::to_string(line);
  const auto column = first.details.empty() ? std::string() : first.details[0].pointer;
  return said(Code::invalid,
              name + ": " + count + " of " + all + " rows are wrong, the first at line " + at +
                  (column.empty() ? "" : ", column " + column) + ": " + first.message +
                  ". Nothing of it was taken; check that this is the official file",
              name + " : lignes fausses : " + count + " sur " + all + " ; la première, ligne " +
                  at + (column.empty() ? "" : ", colonne " + column) +
                  " : " + after_colon(first.french) +
                  " Rien n’en a été pris ; vérifiez que c’est bien le fichier officiel.");
}

}  // namespace

void Issues::row(std::string_view file, size_t line, const Error& error) {
  if (rows_.size() < kKeptMax)
    rows_.push_back({std::string(file), line, error.details.empty() ? "" : error.details[0].pointer,
                     error.message, error.french});
  ++row_count_;
}

std::string_view TableRow::operator[](size_t column) const {
  const size_t place = places_[column];
  return place == kAbsent ? std::string_view() : trimmed(fields_[place]);
}

Error TableRow::wrong(size_t column, std::string english, std::string french) const {
  return said_at(std::string(columns_[column].name), std::move(english), std::move(french));
}

Status read_table(SourceFile file, const std::vector<Column>& columns, Issues& issues,
                  const OnTableRow& on_row) {
  AKSIS_ASSIGN(encoding, to_utf8(file));
  if (encoding == Encoding::windows_1252)
    issues.note(file.name + " is not in UTF-8; it was read as Windows-1252 (ISO-8859-1)",
                file.name + " n’est pas en UTF-8 ; il a été lu en Windows-1252 (ISO-8859-1).");

  std::vector<size_t> places;
  size_t width = 0, rows = 0, wrong = 0, first_line = 0;
  Error first_wrong;
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
    if (wrong++ == 0) first_line = line, first_wrong = status.error();
    issues.row(file.name, line, status.error());
    return {};
  };
  if (auto status = csv::read(file.bytes, {.delimiter = delimiter_of(file.bytes)}, each);
      !status.ok())
    return prefixed(file.name, std::move(status).error(), file.name);
  if (width == 0)
    return said(Code::invalid, file.name + " is empty; fetch it again",
                file.name + " est vide ; récupérez-le à nouveau.");
  if (wrong > kWrongRowsTolerated &&
      static_cast<double>(wrong) > kWrongShareMax * static_cast<double>(rows))
    return wrong_file(file.name, wrong, rows, first_line, first_wrong);
  return {};
}

}  // namespace aksis::competences
