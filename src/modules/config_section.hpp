// A module's section of the configuration, valid and with its defaults. Any thread.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "operations/schema.hpp"

namespace aksis::modules {

class ConfigSection {
 public:
  // Takes `section_json` if it fits `schema_json` (empty: a section without members); the error
  // names each wrong setting of `module`, and the section stays as it was.
  Status set(const std::string& module, const std::string& schema_json,
             const std::string& section_json);

  std::shared_ptr<const std::string> text() const;

  // Whether `address` begins with an http or https address that stands in the section, ending
  // where a part of the address ends: "https://a.fr" allows "https://a.fr/x", not "https://a.fr.b".
  bool allows(std::string_view address) const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const std::string> text_ = std::make_shared<const std::string>("{}");
  std::vector<std::string> addresses_;
};

}  // namespace aksis::modules
