// That an import's issues are told in both languages. One thread.
#pragma once

#include "csv_table.hpp"
#include "told.hpp"

namespace aksis::competences {

inline void check_french(const Issues& issues) {
  const auto check = [](const auto& told) {
    aksis::check_french(said(Code::invalid, told.message, told.french));
  };
  for (const auto& row : issues.rows()) check(row);
  for (const auto& note : issues.notes()) check(note);
}

}  // namespace aksis::competences
