// The parts of a ROME import: each reads the files of one subject into the builder.
// One thread.
#pragma once

#include <string_view>

#include "csv_table.hpp"
#include "referential_builder.hpp"
#include "source_files.hpp"

namespace aksis::competences {

class RomeReader {
 public:
  RomeReader(SourceFiles& files, ReferentialBuilder& builder, Issues& issues)
      : files_(files), builder_(builder), issues_(issues) {}

  Status occupations();   // with domains, RIASEC, texts
  Status appellations();  // after occupations
  Status items();         // competences, savoirs, contexts, the tree
  Status links();         // occupation–item links and mobility
  Status categories();    // sectors, NAF, interests, themes

 private:
  enum class Need { optional, required };
  // Reads the file of `stem`; an absent optional one is passed over.
  Status table(std::string_view stem, Need need, const std::vector<Column>& columns,
               const OnTableRow& on_row);
  Status domains();
  Status occupation_texts();
  Status competences();
  Status competence_tree();
  Status category_table(std::string_view stem, Scheme scheme, const std::vector<Column>& columns);
  Status category_links(std::string_view stem, Scheme scheme, const std::vector<Column>& columns);
  Result<Index> known_occupation(const TableRow& row, size_t column) const;

  SourceFiles& files_;
  ReferentialBuilder& builder_;
  Issues& issues_;
};

}  // namespace aksis::competences
