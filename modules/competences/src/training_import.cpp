#include <algorithm>
#include <set>

#include "dates.hpp"
#include "training.hpp"

namespace aksis::competences {

namespace {

// "niveau4" → "4"; anything longer than a digit says that no level was set.
std::string level_of(std::string_view text) {
  constexpr std::string_view kBefore = "niveau";
  if (text.starts_with(kBefore)) text.remove_prefix(kBefore.size());
  return text.size() == 1 ? std::string(text) : std::string();
}

bool rome_code(std::string_view text) {
  return text.size() == 5 && text[0] >= 'A' && text[0] <= 'N' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "RNCP34095", or "RS715" of the register of specific certifications.
bool register_code(std::string_view text) {
  text.remove_prefix(text.starts_with("RNCP") ? 4 : text.starts_with("RS") ? 2 : text.size());
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

Result<SourceFile> required(SourceFiles& files, std::string_view beginning) {
  AKSIS_ASSIGN(file, files.read_beginning(beginning));
  if (!file) {
    const auto name = std::string(beginning) + "….csv";
    return said(Code::invalid,
                "the file " + name + " (or .csv.gz) is missing from " + files.path() +
                    "; give the folder or zip of the RNCP files",
                "Le fichier " + name + " (ou .csv.gz) manque dans " + files.path() +
                    " ; donnez le dossier ou le zip des fichiers du RNCP.");
  }
  return std::move(*file);
}

Result<Certification> certification_of(const TableRow& row) {
  if (!register_code(row[0]))
    return row.wrong(0, "\"" + std::string(row[0]) + "\" is no code of the RNCP or RS register",
                     "« " + std::string(row[0]) + " » n’est pas un code du RNCP ou du RS.");
  Certification made;
  made.rncp = row[0];
  made.label = row[1];
  made.active = row[2] == "ACTIVE" || row[2] == "Actif";
  made.level = level_of(row[3]);
  made.kind = row[4];
  if (row[5].empty()) return made;
  auto date = read_date(row[5]);
  if (!date)
    return row.wrong(5, "\"" + std::string(row[5]) + "\" is no date",
                     "« " + std::string(row[5]) + " » n’est pas une date.");
  made.ends_on = std::move(*date);
  return made;
}

}  // namespace

Result<std::vector<Certification>> import_trainings(const std::string& path, Issues& issues) {
  AKSIS_ASSIGN(files, SourceFiles::open(path));
  std::map<std::string, Certification, std::less<>> by_code;
  size_t doubles = 0;
  const auto add = [&](const TableRow& row) -> Status {
    AKSIS_ASSIGN(made, certification_of(row));
    doubles += !by_code.emplace(made.rncp, made).second;
    return {};
  };
  AKSIS_ASSIGN(info, required(files, "rncp_info"));
  AKSIS_TRY(read_table(std::move(info),
                       {{"Numero_Fiche"},
                        {"Intitule"},
                        {"Actif"},
                        {"Nomenclature_Europe_Intitule", false},
                        {"Abrege_Code", false},
                        {"Date_Fin_Enregistrement", false}},
                       issues, add));
  if (doubles > 0)
    issues.note(std::to_string(doubles) + " certifications stand twice; the first row was taken",
                "Certifications en double : " + std::to_string(doubles) +
                    " ; la première ligne de chacune a été retenue.");

  std::set<std::string> broad;
  const auto link = [&](const TableRow& row) -> Status {
    const auto found = by_code.find(row[0]);
    if (found == by_code.end())
      return row.wrong(0, "the certification " + std::string(row[0]) + " is not in rncp_info",
                       "La certification " + std::string(row[0]) + " n’est pas dans rncp_info.");
    if (rome_code(row[1]))
      found->second.rome_codes.emplace_back(row[1]);
    else
      broad.emplace(row[1]);
    return {};
  };
  AKSIS_ASSIGN(rome, required(files, "rncp_rome"));
  AKSIS_TRY(read_table(std::move(rome), {{"CodeRNCP"}, {"Rome"}}, issues, link));
  if (!broad.empty())
    issues.note(
        std::to_string(broad.size()) +
            " codes name a domain, not an occupation, and were passed over: " + *broad.begin() +
            " …",
        "Codes d’un domaine et non d’un métier, laissés de côté : " + std::to_string(broad.size()) +
            ", dont " + *broad.begin() + ".");
  std::vector<Certification> out;
  for (auto& [code, certification] : by_code) {
    auto& codes = certification.rome_codes;
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    out.push_back(std::move(certification));
  }
  return out;
}

}  // namespace aksis::competences
