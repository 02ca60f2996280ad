#include "rome_import.hpp"

#include "rome_reader.hpp"

namespace aksis::competences {

Status RomeReader::table(std::string_view stem, Need need, const std::vector<Column>& columns,
                         const OnTableRow& on_row) {
  AKSIS_ASSIGN(file, files_.read(stem));
  if (!file) {
    if (need == Need::optional) return {};
    const auto name = "unix_" + std::string(stem) + "_v…_utf8.csv";
    return said(Code::invalid,
                "the file " + name + " is missing from " + files_.path() +
                    "; fetch the whole ROME set again",
                "Le fichier " + name + " manque dans " + files_.path() +
                    " ; récupérez à nouveau tous les fichiers de ROME.");
  }
  if (stem == "referentiel_code_rome") builder_.version(SourceFiles::version_of(file->name));
  return read_table(std::move(*file), columns, issues_, on_row);
}

Result<Index> RomeReader::known_occupation(const TableRow& row, size_t column) const {
  const Index found = builder_.find_occupation(row[column]);
  if (found == kNone)
    return row.wrong(column, "the occupation " + std::string(row[column]) + " is unknown",
                     "Le métier " + std::string(row[column]) + " est inconnu.");
  return found;
}

Result<RomeImport> import_rome(const std::string& path) {
  AKSIS_ASSIGN(files, SourceFiles::open(path));
  return import_rome(files);
}

Result<RomeImport> import_rome(SourceFiles& files) {
  RomeImport out;
  ReferentialBuilder builder;
  RomeReader reader(files, builder, out.issues);
  AKSIS_TRY(reader.occupations());
  AKSIS_TRY(reader.appellations());
  AKSIS_TRY(reader.items());
  AKSIS_TRY(reader.links());
  AKSIS_TRY(reader.categories());
  out.referential = std::move(builder).finish();
  if (out.referential.occupations().empty())
    return said(
        Code::invalid, files.path() + " holds no occupation; fetch the ROME set again",
        files.path() + " ne contient aucun métier ; récupérez à nouveau les fichiers de ROME.");
  return out;
}

}  // namespace aksis::competences
