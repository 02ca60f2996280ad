// Words people read for the members of an answer: those of the module that gave it (its i18n
// files), then the host's own. Value; reading is for any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "app/command_line/language.hpp"

namespace aksis::app {

class Words {
 public:
  // `bundle`: folder of the module; empty for the host's own operations. `operation`: whose answer
  // is shown; its own word for a member comes before the one that all have.
  Words(Language language, const std::string& bundle, std::string operation = {});

  // Of "offer.title" first itself, then "title"; empty when there is no word.
  std::string member(std::string_view path) const;
  // What a member of an input is, for the help of `command` ("skill add"); empty when nobody says.
  std::string help(std::string_view command, std::string_view member) const;
  // Of an enumeration's value; empty when it has no word.
  std::string value(std::string_view path, std::string_view value) const;

 private:
  std::string find(const std::string& key) const;

  Language language_;
  std::string operation_;
  std::map<std::string, std::string, std::less<>> words_;
};

}  // namespace aksis::app
