// The texts of a bundle: i18n/LANGUAGE.json, {"key": "ICU message"}. Read when first asked for.
// Any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/json.hpp"
#include "aksis/cpp/result.hpp"

namespace aksis::modules {

inline constexpr size_t kCatalogBytesMax = 1 << 20;

class Messages {
 public:
  explicit Messages(std::string folder);
  ~Messages();

  // Falls back to French, then to the key. `arguments`: an object of strings and numbers.
  Result<std::string> format(std::string_view language, std::string_view key,
                             const json::Value& arguments) const;

  // Both languages: the same keys with the same arguments, each an ICU message.
  std::vector<std::string> problems() const;

 private:
  struct Catalog;
  Catalog& catalog(std::string_view language) const;

  std::string folder_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<Catalog>, std::less<>> catalogs_;
};

}  // namespace aksis::modules
