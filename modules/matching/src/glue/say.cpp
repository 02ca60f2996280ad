#include "say.hpp"

#include <algorithm>
#include <cstdlib>
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

// Labels hold commas themselves. Of more than stand in `names` the end says so.
std::string joined(const std::vector<std::string_view>& names, int64_t count,
                   std::string_view language) {
  const std::string separator = language == "fr" ? "\u00A0; " : "; ";
  std::string out;
  const auto shown = std::min(names.size(), kNamesMax);
  for (size_t i = 0; i < shown; ++i) out += (i ? separator : "") + std::string(names[i]);
  return count > static_cast<int64_t>(shown) ? out + separator + "…" : out;
}

int64_t number_in(const Reason& reason, std::string_view wanted) {
  for (const auto& [name, value] : reason.args)
    if (name == wanted)
      if (const auto* number = std::get_if<int64_t>(&value)) return *number;
  return 0;
}

// What a sentence on skills needs besides its numbers.
void write_names(json::Writer& out, const std::vector<std::string_view>& names, int64_t count,
                 int64_t all, std::string_view language) {
  if (names.empty()) return;
  out.member("items", joined(names, count, language));
  out.member("every", count == all ? "yes" : "no");
}

// A score has a thousand points; people are shown it out of a hundred.
std::string gained(int64_t points, std::string_view language) {
  std::string out = points < 0 ? "−" : "+";
  points = std::abs(points);
  out += std::to_string(points / 10);
  if (points % 10 != 0) out += (language == "fr" ? "," : ".") + std::to_string(points % 10);
  return out;
}

void write_argument(json::Writer& out, std::string_view name, int64_t value,
                    std::string_view language) {
  if (name == "gain")
    out.member(name, gained(value, language));
  else if (name == "minutes")
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
      write_argument(out, name, *number, language);
      continue;
    }
    const auto& text = std::get<std::string>(value);
    out.member(name, name == "contract" ? host.message(language, "contract." + text) : text);
  }
  std::vector<std::string_view> names;
  for (const auto item : reason.items) names.push_back(catalogue.items()[item].label);
  write_names(out, names, number_in(reason, "count"), number_in(reason, "all"), language);
  return out.end().text();
}

// The arguments of one kept entry, as arguments_json makes them of a reason.
std::string kept_arguments(Host& host, std::string_view language, const json::Value& entry) {
  json::Writer out;
  out.object();
  int64_t count = 0, all = 0;
  if (const auto* args = json::member(entry, "args"); args && args->IsObject())
    for (const auto& arg : args->GetObject()) {
      const auto name = json::text(arg.name);
      if (arg.value.IsInt64()) {
        write_argument(out, name, arg.value.GetInt64(), language);
        if (name == "count") count = arg.value.GetInt64();
        if (name == "all") all = arg.value.GetInt64();
      } else if (arg.value.IsString()) {
        const std::string text(json::text(arg.value));
        out.member(name, name == "contract" ? host.message(language, "contract." + text) : text);
      }
    }
  std::vector<std::string_view> names;
  if (const auto* items = json::member(entry, "items"); items && items->IsArray())
    for (const auto& item : items->GetArray()) names.push_back(json::text(item, "label"));
  write_names(out, names, count, all, language);
  if (json::member(entry, "gain")) {
    write_argument(out, "gain", json::integer(entry, "gain"), language);
    out.member("opens", json::boolean(entry, "opens") ? "yes" : "no");
  }
  return out.end().text();
}

}  // namespace

Result<std::string> with_sentences(Host& host, std::string_view language, std::string_view answer) {
  AKSIS_ASSIGN(told, json::parse(answer));
  constexpr std::pair<const char*, std::string_view> kLists[] = {
      {"why_not", "why_not."},
      {"for", "for."},
      {"against", "against."},
      {"missing", "missing."},
      {"what_would_change_it", "change."}};
  for (const auto& [list, kind] : kLists) {
    const auto found = told.FindMember(list);
    if (found == told.MemberEnd() || !found->value.IsArray()) continue;
    for (auto& entry : found->value.GetArray()) {
      if (!entry.IsObject()) continue;
      const auto key = std::string(kind) + std::string(json::text(entry, "code"));
      const auto text = host.message(language, key, kept_arguments(host, language, entry));
      entry.AddMember("text", json::Value(text, told.GetAllocator()), told.GetAllocator());
    }
  }
  return json::dump(told);
}

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
