#include "say.hpp"

#include <mutex>
#include <unordered_map>

namespace aksis::matching {

namespace {

constexpr size_t kRememberedMax = 20'000;
constexpr size_t kNamesMax = 5;

// The same sentence is asked for again and again; ICU makes each once.
class Remembered {
 public:
  template <typename Make>
  std::string get(const std::string& key, Make make) {
    {
      const std::lock_guard guard(lock_);
      if (const auto found = texts_.find(key); found != texts_.end()) return found->second;
    }
    auto text = make();
    const std::lock_guard guard(lock_);
    if (texts_.size() >= kRememberedMax) texts_.clear();
    texts_.emplace(key, text);
    return text;
  }

 private:
  std::mutex lock_;
  std::unordered_map<std::string, std::string> texts_;
};

std::string duration(int64_t minutes) {
  auto text = std::to_string(minutes / 60) + " h";
  if (minutes % 60) text += (minutes % 60 < 10 ? " 0" : " ") + std::to_string(minutes % 60);
  return text;
}

void write_argument(json::Writer& out, std::string_view name, int64_t value) {
  if (name == "minutes")
    out.member(name, duration(value));
  else if (name == "cents")
    out.member("euros", value / 100);
  else
    out.member(name, value);
}

std::string arguments_json(Host& host, std::string_view language, const Reason& reason,
                           const Catalogue& catalogue) {
  json::Writer out;
  out.object();
  for (const auto& [name, value] : reason.args) {
    if (const auto* number = std::get_if<int64_t>(&value)) {
      write_argument(out, name, *number);
      continue;
    }
    const auto& text = std::get<std::string>(value);
    out.member(name, name == "contract" ? host.message(language, "contract." + text) : text);
  }
  if (!reason.items.empty()) {
    std::string names;
    for (size_t i = 0; i < reason.items.size() && i < kNamesMax; ++i)
      names += (i ? ", " : "") + catalogue.items()[reason.items[i]].label;
    out.member("items", names);
  }
  return out.end().text();
}

}  // namespace

Say say_for(Host& host, const Request& request, const Catalogue& catalogue) {
  static Remembered remembered;
  return [&host, language = std::string(request.language()), &catalogue](std::string_view kind,
                                                                         const Reason& reason) {
    const auto arguments = arguments_json(host, language, reason, catalogue);
    const auto key = std::string(kind) + "." + std::string(reason.code);
    return remembered.get(language + key + arguments,
                          [&] { return host.message(language, key, arguments); });
  };
}

}  // namespace aksis::matching
