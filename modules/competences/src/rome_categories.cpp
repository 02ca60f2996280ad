#include "rome_reader.hpp"
#include "rome_values.hpp"

namespace aksis::competences {

// Columns: code, label, definition?, parent code?.
Status RomeReader::category_table(std::string_view stem, Scheme scheme,
                                  const std::vector<Column>& columns) {
  return table(stem, Need::optional, columns, [&](const TableRow& row) -> Status {
    Category made;
    made.scheme = scheme;
    made.code = builder_.store(row[0]);
    made.label = builder_.store(row[1]);
    if (columns.size() > 2) made.definition = builder_.store(row[2]);
    if (columns.size() > 3) made.parent = builder_.find_category(scheme, row[3]);
    if (builder_.add(made) == kNone) return stands_twice(row, "the code", "Le code");
    return {};
  });
}

// Columns: occupation, code, label, principal?, sub-code?, label of the sub-code?. The finest code
// given is the one linked; codes the table of its own does not have are learnt here.
Status RomeReader::category_links(std::string_view stem, Scheme scheme,
                                  const std::vector<Column>& columns) {
  const auto known = [&](std::string_view code, std::string_view label, Index parent) {
    const Index found = builder_.find_category(scheme, code);
    if (found != kNone) return found;
    Category made;
    made.scheme = scheme;
    made.code = builder_.store(code);
    made.label = builder_.store(label);
    made.parent = parent;
    return builder_.add(made);
  };
  return table(stem, Need::optional, columns, [&](const TableRow& row) -> Status {
    AKSIS_ASSIGN(occupation, known_occupation(row, 0));
    if (row[1].empty()) return row.wrong(1, "the code is empty", "Le code est vide.");
    Index category = known(row[1], row[2], kNone);
    if (columns.size() > 4 && !row[4].empty()) category = known(row[4], row[5], category);
    const bool principal = columns.size() > 3 && row[3] == "oui";
    builder_.link(occupation, CategoryLink{category, principal});
    return {};
  });
}

Status RomeReader::categories() {
  AKSIS_TRY(category_table(
      "secteur_activite", Scheme::sector,
      {{"code_sect_activite"}, {"libelle_sect_activite"}, {"definition_sect_activite", false}}));
  AKSIS_TRY(category_table("sous_secteur_activite", Scheme::sector,
                           {{"code_ss_sect_activite"},
                            {"libelle_ss_sect_activite"},
                            {"definition_ss_sect_activite", false},
                            {"code_sect_activite"}}));
  AKSIS_TRY(category_links("arborescence_secteur_activite", Scheme::sector,
                           {{"code_rome"},
                            {"code_sect_activite"},
                            {"libelle_sect_activite"},
                            {"principal", false},
                            {"code_ss_sect_activite", false},
                            {"libelle_ss_sect_activite", false}}));
  AKSIS_TRY(
      category_table("secteur_naf", Scheme::naf, {{"code_secteur_naf"}, {"libelle_secteur_naf"}}));
  AKSIS_TRY(category_links("arborescence_secteur_naf", Scheme::naf,
                           {{"code_rome"}, {"code_secteur_naf"}, {"libelle_secteur_naf"}}));
  AKSIS_TRY(category_table(
      "centre_interet", Scheme::interest,
      {{"code_centre_interet"}, {"libelle_centre_interet"}, {"definition_centre_interet", false}}));
  AKSIS_TRY(category_links(
      "arborescence_centre_interet", Scheme::interest,
      {{"code_rome"}, {"code_centre_interet"}, {"libelle_centre_interet"}, {"principal", false}}));
  AKSIS_TRY(category_table("themes", Scheme::theme,
                           {{"code_theme"}, {"libelle_theme"}, {"definition_theme", false}}));
  return category_links("arborescence_thematique", Scheme::theme,
                        {{"code_rome"}, {"code_theme"}, {"libelle_theme"}});
}

}  // namespace aksis::competences
