#include <map>
#include <unordered_map>

#include "aksis/cpp/fold.hpp"
#include "rome_reader.hpp"
#include "rome_values.hpp"

namespace aksis::competences {

Status RomeReader::competences() {
  struct Pending {
    Index item;
    std::string macro;
    size_t line;
  };
  std::vector<Pending> pending;
  const auto add = [&](const TableRow& row) -> Status {
    AKSIS_TRY(number(row, 0));
    if (row[2].empty()) return no_label(row, 2);
    Item made;
    made.code = builder_.store(row[0]);
    made.label = builder_.store(row[2]);
    made.category = builder_.store(row[5]);
    made.definition = builder_.store(row[6]);
    made.eco = flag(row[7]);
    made.digital = flag(row[8]);
    const std::string nature = fold(row[1]);
    if (nature != "competence" && nature != "macro competence")
      return row.wrong(1, "the nature \"" + std::string(row[1]) + "\" is unknown",
                       "La nature « " + std::string(row[1]) + " » est inconnue.");
    if (fold(row[4]).starts_with("savoir etre"))
      made.kind = ItemKind::soft_skill;
    else
      made.kind = nature == "competence" ? ItemKind::skill : ItemKind::macro;
    const Index item = builder_.add(made);
    if (item == kNone) return stands_twice(row, "the item", "L’élément");
    if (made.kind == ItemKind::skill && !row[3].empty())
      pending.push_back({item, std::string(row[3]), row.line()});
    return {};
  };
  AKSIS_TRY(table("referentiel_competence", Need::required,
                  {{"code_ogr"},
                   {"nature"},
                   {"libelle_competence"},
                   {"code_ogr_macro_comp"},
                   {"cat_comp"},
                   {"sous_cat_comp", false},
                   {"definition", false},
                   {"transition_eco", false},
                   {"transition_num", false}},
                  add));
  for (const auto& [item, macro, line] : pending) {
    const Index found = builder_.find_item(macro);
    if (found != kNone && builder_.item(found).kind != ItemKind::skill)
      builder_.item(item).macro = found;
    else
      issues_.row("referentiel_competence", line,
                  said_at("code_ogr_macro_comp", "the macro-competence " + macro + " is unknown",
                          "La macro-compétence " + macro + " est inconnue."));
  }
  return {};
}

Status RomeReader::items() {
  AKSIS_TRY(competences());
  const auto add = [&](Item item, const TableRow& row) -> Status {
    AKSIS_TRY(number(row, 0));
    if (row[1].empty()) return no_label(row, 1);
    item.code = builder_.store(row[0]);
    item.label = builder_.store(row[1]);
    if (builder_.add(item) == kNone) return stands_twice(row, "the item", "L’élément");
    return {};
  };
  AKSIS_TRY(table("referentiel_savoir", Need::optional,
                  {{"code_ogr_savoir"},
                   {"libelle_savoir"},
                   {"categorie_savoir", false},
                   {"transition_eco", false},
                   {"transition_num", false}},
                  [&](const TableRow& row) {
                    Item item;
                    item.kind = ItemKind::knowledge;
                    item.category = builder_.store(row[2]);
                    item.eco = flag(row[3]);
                    item.digital = flag(row[4]);
                    return add(item, row);
                  }));
  AKSIS_TRY(table("referentiel_contexte_travail", Need::optional,
                  {{"code_ogr"}, {"libelle_cont_travail"}, {"libelle_type_cont_trav", false}},
                  [&](const TableRow& row) {
                    Item item;
                    item.kind = ItemKind::context;
                    item.category = builder_.store(row[2]);
                    return add(item, row);
                  }));
  AKSIS_TRY(table("referentiel_macro_competence_riasec", Need::optional,
                  {{"code_ogr"}, {"riasec_majeur"}, {"riasec_mineur"}},
                  [&](const TableRow& row) -> Status {
                    const Index item = builder_.find_item(row[0]);
                    if (item == kNone) return unknown_item(row, 0);
                    builder_.item(item).riasec = riasec(row[1], row[2]);
                    return {};
                  }));
  return competence_tree();
}

// Domain > stake > objective > macro. A macro is found by its code, else by its label, in which
// typographic and straight apostrophes are mixed.
Status RomeReader::competence_tree() {
  std::unordered_map<std::string, Index> by_label;
  for (Index i = 0; i < builder_.items().size(); ++i) {
    const Item& item = builder_.items()[i];
    if (item.kind == ItemKind::macro || item.kind == ItemKind::soft_skill)
      by_label.emplace(fold(builder_.text(item.label)), i);
  }
  std::map<std::tuple<Index, std::string>, Index> known;
  const auto branch = [&](Index parent, BranchLevel level, std::string_view code,
                          std::string_view label) {
    const auto [at, added] = known.try_emplace({parent, fold(label)}, kNone);
    if (added)
      at->second = builder_.add(Branch{builder_.store(code), builder_.store(label), parent, level});
    return at->second;
  };
  return table("arborescence_competences", Need::optional,
               {{"domaine_competence"},
                {"enjeu"},
                {"objectif"},
                {"libelle_macro_competence"},
                {"code_ogr_macro_competence", false},
                {"code_domaine_competence", false}},
               [&](const TableRow& row) -> Status {
                 Index macro = builder_.find_item(row[4]);
                 if (macro == kNone)
                   if (const auto found = by_label.find(fold(row[3])); found != by_label.end())
                     macro = found->second;
                 if (macro == kNone)
                   return row.wrong(
                       3, "the macro-competence \"" + std::string(row[3]) + "\" is unknown",
                       "La macro-compétence « " + std::string(row[3]) + " » est inconnue.");
                 if (row[0].empty() || row[1].empty() || row[2].empty())
                   return row.wrong(row[0].empty()   ? 0
                                    : row[1].empty() ? 1
                                                     : 2,
                                    "this is empty", "Ce champ est vide.");
                 const Index domain = branch(kNone, BranchLevel::domain, row[5], row[0]);
                 const Index stake = branch(domain, BranchLevel::stake, "", row[1]);
                 builder_.item(macro).branch = branch(stake, BranchLevel::objective, "", row[2]);
                 return {};
               });
}

Status RomeReader::links() {
  AKSIS_TRY(table("coherence_item", Need::required, {{"code_rome"}, {"code_ogr"}, {"coeur_metier"}},
                  [&](const TableRow& row) -> Status {
                    AKSIS_ASSIGN(occupation, known_occupation(row, 0));
                    const Index item = builder_.find_item(row[1]);
                    if (item == kNone) return unknown_item(row, 1);
                    Core core = Core::no;
                    if (row[2] == "Principale") core = Core::core;
                    if (row[2] == "Émergente") core = Core::emerging;
                    builder_.link(occupation, ItemLink{item, core});
                    return {};
                  }));
  return table("rubrique_mobilite", Need::optional,
               {{"code_rome"}, {"code_rome_cible"}, {"numero_ordre"}},
               [&](const TableRow& row) -> Status {
                 AKSIS_ASSIGN(occupation, known_occupation(row, 0));
                 AKSIS_ASSIGN(target, known_occupation(row, 1));
                 AKSIS_ASSIGN(rank, number(row, 2));
                 builder_.link(occupation, Move{target, static_cast<uint32_t>(rank)});
                 return {};
               });
}

}  // namespace aksis::competences
