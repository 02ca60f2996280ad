// Refusals that several files of the record make, in both languages. Pure, any thread.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::record {

inline Error person_is_stale() {
  return said(Code::stale, "the person was changed meanwhile: read it again",
              "Quelqu’un d’autre a modifié ce dossier entre-temps ; rechargez-le.");
}

inline Error organisation_is_stale() {
  return said(Code::stale, "the organisation was changed meanwhile: read it again",
              "Quelqu’un d’autre a modifié cette structure entre-temps ; rechargez-la.");
}

inline Error group_is_closed(std::string_view name) {
  return said(Code::conflict, fmt::format("the group {} is closed", name),
              fmt::format("Le groupe de suivi {} est fermé : choisissez-en un autre.", name));
}

inline Error import_was_stopped() {
  return said(Code::cancelled, "the import was stopped; run it again to go on",
              "L’import a été arrêté ; relancez-le pour continuer.");
}

inline Error no_file(const std::string& path) {
  return said(Code::invalid, path + " is a folder or a device; name a file",
              fmt::format("{} est un dossier ou un périphérique ; indiquez un fichier.", path));
}

}  // namespace aksis::record
