// How files and tables write flags, letters, kinds and numbers. Pure, any thread.
#pragma once

#include <string_view>

#include "csv_table.hpp"
#include "referential.hpp"

namespace aksis::competences {

inline constexpr size_t kRomeCodeSize = 5;

Flag flag(std::string_view text);                     // "O", "N" or nothing
EcoTransition eco_transition(std::string_view text);  // "Emploi Vert" …
Riasec riasec(std::string_view major, std::string_view minor);
ItemKind item_kind(std::string_view name);  // of referential.hpp's name(); skill otherwise
Result<int> number(const TableRow& row, size_t column);  // refuses, quoting the text

}  // namespace aksis::competences
