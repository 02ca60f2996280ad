#include "record/people_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "aksis/cpp/csv.hpp"
#include "aksis/cpp/encoding.hpp"
#include "aksis/cpp/fold.hpp"
#include "record/person_fields.hpp"
#include "record/refusals.hpp"

namespace aksis::record {
namespace {

constexpr size_t kReferenceMax = 64;
constexpr size_t kLoginMax = 100;

// What agencies call the columns, folded, beside the names of the fields.
constexpr std::pair<std::string_view, std::string_view> kOtherNames[] = {
    {"nom", "birth_name"},
    {"nom de naissance", "birth_name"},
    {"nom d usage", "used_name"},
    {"prenom", "first_names"},
    {"prenoms", "first_names"},
    {"date de naissance", "birth_date"},
    {"lieu de naissance", "birth_place"},
    {"sexe", "sex"},
    {"nationalite", "nationality"},
    {"adresse", "address"},
    {"code postal", "postcode"},
    {"code commune", "commune"},
    {"telephone", "phone"},
    {"courriel", "email"},
    {"conseiller", "referent"},
};
constexpr std::string_view kBesideFields[] = {"reference", "phone", "email", "referent"};

// The column a header cell names; empty: none that is known.
std::string column_of(std::string_view cell) {
  auto name = fold(cell);
  for (const auto& [other, column] : kOtherNames)
    if (name == other) return std::string(column);
  std::replace(name.begin(), name.end(), ' ', '_');
  const bool beside = std::find(std::begin(kBesideFields), std::end(kBesideFields), name) !=
                      std::end(kBesideFields);
  return beside || find_field(name) ? name : std::string();
}

Error unknown_column(std::string_view cell) {
  return said(
      Code::invalid,
      fmt::format("line 1: the column \"{}\" is not known; docs/record/people-csv.md "
                  "lists those that are",
                  cell),
      fmt::format("Ligne 1 : la colonne « {} » n’est pas connue ; retirez-la, ou donnez-lui "
                  "un des noms que la documentation énumère (docs/record/people-csv.md).",
                  cell));
}

Result<std::vector<std::string>> read_header(const std::vector<std::string>& cells) {
  std::vector<std::string> out;
  bool keyed = false;
  for (const auto& cell : cells) {
    auto column = column_of(cell);
    // A column that is passed over in silence would be data lost in silence.
    if (column.empty()) return unknown_column(valid_utf8(cell) ? cell : "?");
    if (std::find(out.begin(), out.end(), column) != out.end())
      return said(Code::invalid, fmt::format("line 1: two columns are {}", column),
                  fmt::format("Ligne 1 : deux colonnes donnent « {} » ; gardez-en une.", cell));
    keyed |= column == "reference" || column == kNir;
    out.push_back(std::move(column));
  }
  if (!keyed)
    return said(Code::invalid, "line 1: the header must name reference or nir",
                "Ligne 1 : il manque une colonne « reference » ou « nir ».");
  return out;
}

bool good_reference(std::string_view text) {
  return text.size() <= kReferenceMax && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  std::string_view("._/-").find(c) != std::string_view::npos;
         });
}

Status put_contact(const char* kind, std::string_view cell, std::string& into) {
  AKSIS_ASSIGN(contact, kept_contact({kind, std::string(cell)}));
  into = std::move(contact.value);
  return {};
}

Status put(PeopleRow& row, const std::string& column, std::string_view cell,
           std::string_view today) {
  if (column == "phone") return put_contact("phone", cell, row.phone);
  if (column == "email") return put_contact("email", cell, row.email);
  if (column == "reference") {
    if (!good_reference(cell))
      return said(
          Code::invalid, "the reference has other signs than letters, digits, . _ / -",
          "La référence a d’autres signes que des lettres, des chiffres et . _ / -, ou plus "
          "de 64 signes.");
    row.reference = cell;
    return {};
  }
  if (column == "referent") {
    if (cell.size() > kLoginMax || !valid_utf8(cell))
      return said(Code::invalid, "the referent is no login",
                  "Le référent n’est pas désigné par un identifiant de connexion.");
    row.referent = cell;
    return {};
  }
  AKSIS_ASSIGN(value, kept_value(*find_field(column), cell, today));
  if (!value.empty()) row.fields.emplace(column, std::move(value));
  return {};
}

PeopleRow read_row(const std::vector<std::string>& header, const std::vector<std::string>& cells,
                   size_t line, std::string_view today) {
  PeopleRow row;
  row.line = line;
  const auto refuse = [&row](std::string english, std::string french) {
    row.wrong = said(Code::invalid, std::move(english), std::move(french));
  };
  if (cells.size() > header.size())
    refuse("the row has more cells than the header", "La ligne a plus de cases que l’en-tête.");
  for (size_t i = 0; i < std::min(cells.size(), header.size()) && !row.wrong; ++i) {
    if (cells[i].empty()) continue;
    if (auto done = put(row, header[i], cells[i], today); !done.ok())
      refuse(done.error().message, done.error().french);
  }
  if (!row.wrong && row.reference.empty() && !row.fields.contains(kNir))
    refuse("the row has neither a reference nor a NIR", "La ligne n’a ni référence ni NIR.");
  return row;
}

Error too_many(size_t line) {
  return said(
      Code::invalid, fmt::format("line {}: more than {} people in one file", line, kPeopleRowsMax),
      fmt::format("Ligne {} : le fichier a plus de {} personnes ; partagez-le en plusieurs.", line,
                  kPeopleRowsMax));
}

char delimiter_of(std::string_view text) {
  const auto first = text.substr(0, text.find('\n'));
  return std::count(first.begin(), first.end(), ';') > std::count(first.begin(), first.end(), ',')
             ? ';'
             : ',';
}

}  // namespace

Result<std::vector<PeopleRow>> read_people(std::string_view text, std::string_view today) {
  if (auto wide = wide_encoding_error("the file", "Le fichier", text)) return *std::move(wide);
  std::vector<PeopleRow> out;
  std::vector<std::string> header;
  AKSIS_TRY(csv::read(text, {delimiter_of(text)},
                      [&](size_t line, const std::vector<std::string>& cells) -> Status {
                        if (header.empty()) {
                          AKSIS_ASSIGN(columns, read_header(cells));
                          header = std::move(columns);
                          return {};
                        }
                        if (out.size() == kPeopleRowsMax) return too_many(line);
                        out.push_back(read_row(header, cells, line, today));
                        return {};
                      }));
  if (out.empty())
    return said(Code::invalid, "the file has no row; it needs a header and one person a row",
                "Le fichier est vide : il faut un en-tête, puis une personne par ligne.");
  return out;
}

}  // namespace aksis::record
