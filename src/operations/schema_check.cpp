// Checks a value against a compiled schema and says every wrong place in a sentence.
//
// Own code rather than valijson: libstdc++'s std::regex, which valijson uses, recurses once a
// character and overflows the stack on a long text; its uniqueItems is quadratic; and its messages
// name neither the type wanted nor the values allowed. The tests compare both on the same inputs.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/identity.hpp"
#include "operations/schema.hpp"
#include "operations/schema_node.hpp"

namespace aksis::operations {
namespace {

using Node = Schema::Node;
using Errors = std::vector<ErrorDetail>;

constexpr size_t kNamesMax = 20;  // shown in a sentence

// A sentence, or a part of one, in both languages.
struct Words {
  std::string en, fr;
};

unsigned type_of(const json::Value& value) {
  switch (value.GetType()) {
    case rapidjson::kNullType:
      return kNull;
    case rapidjson::kFalseType:
    case rapidjson::kTrueType:
      return kBoolean;
    case rapidjson::kStringType:
      return kString;
    case rapidjson::kArrayType:
      return kArray;
    case rapidjson::kObjectType:
      return kObject;
    case rapidjson::kNumberType:
      return value.IsInt64() ? kInteger | kNumber : kNumber;
  }
  return 0;
}

Words type_name(unsigned type) {
  switch (type) {
    case kNull:
      return {"null", "null"};
    case kBoolean:
      return {"true or false", "vrai ou faux (true, false)"};
    case kInteger:
      return {"a whole number", "un nombre entier"};
    case kNumber:
      return {"a number", "un nombre"};
    case kString:
      return {"a text", "un texte"};
    case kArray:
      return {"a list", "une liste"};
    default:
      return {"an object", "un objet"};
  }
}

size_t characters(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](size_t at, size_t size) {
    int value = 0;
    for (const char c : text.substr(at, size)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 1 || day < 1) return false;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return date.ok();
}

// -1, 0, 1. Exact where both are whole: a double cannot hold every 64-bit integer.
int compare_numbers(const json::Value& a, const json::Value& b) {
  if (a.IsInt64() && b.IsInt64())
    return a.GetInt64() < b.GetInt64() ? -1 : a.GetInt64() > b.GetInt64();
  return a.GetDouble() < b.GetDouble() ? -1 : a.GetDouble() > b.GetDouble();
}

class Checker {
 public:
  explicit Checker(Errors& errors) : errors_(errors) {}
  void check(const Node& node, const json::Value& value);

 private:
  template <typename... Values>
  void add(const Words& sentence, const Values&... values) {
    if (errors_.size() < kErrorsMax)
      errors_.push_back({pointer_, fmt::format(fmt::runtime(sentence.en), english(values)...),
                         fmt::format(fmt::runtime(sentence.fr), french(values)...)});
  }
  // What stands in a sentence: words of its language, or a value that has none.
  static const std::string& english(const Words& words) { return words.en; }
  static const std::string& french(const Words& words) { return words.fr; }
  template <typename Value>
  static const Value& english(const Value& value) {
    return value;
  }
  template <typename Value>
  static const Value& french(const Value& value) {
    return value;
  }
  bool full() const { return errors_.size() >= kErrorsMax; }

  void check_type(const Node& node, const json::Value& value);
  void check_allowed(const Node& node, const json::Value& value);
  void check_number(const Node& node, const json::Value& value);
  void check_text(const Node& node, std::string_view text);
  void check_array(const Node& node, const json::Value& value);
  void check_unique(const json::Value& value);
  void check_object(const Node& node, const json::Value& value);
  void check_alternatives(const std::vector<Node::Owned>& nodes, bool one,
                          const json::Value& value);
  void refuse_member(const Node& node);

  // Runs `body` with the pointer one step further.
  template <typename Body>
  void below(std::string_view step, Body body) {
    const auto size = pointer_.size();
    pointer_ += '/';
    for (const char c : step)
      c == '~' ? pointer_ += "~0" : c == '/' ? pointer_ += "~1" : pointer_ += c;
    body();
    pointer_.resize(size);
  }

  Errors& errors_;
  std::string pointer_;
};

void Checker::check(const Node& node, const json::Value& value) {
  if (full()) return;
  const unsigned type = type_of(value);
  if (node.types && !(node.types & type)) return check_type(node, value);
  check_allowed(node, value);
  if (type & kNumber) check_number(node, value);
  if (type == kString) check_text(node, json::text(value));
  if (type == kArray) check_array(node, value);
  if (type == kObject) check_object(node, value);
  if (!node.one_of.empty()) check_alternatives(node.one_of, true, value);
  if (!node.any_of.empty()) check_alternatives(node.any_of, false, value);
}

void Checker::check_type(const Node& node, const json::Value& value) {
  Words wanted;
  for (unsigned type = kNull; type <= kObject; type *= 2) {
    if (!(node.types & type)) continue;
    const auto [en, fr] = type_name(type);
    wanted.en += (wanted.en.empty() ? "" : " or ") + en;
    wanted.fr += (wanted.fr.empty() ? "" : " ou ") + fr;
  }
  const unsigned given = type_of(value);
  const auto shown = type_name(given & kInteger ? unsigned{kInteger} : given);
  add({"This is {} but must be {}.", "C’est {} ; il faut {}."}, shown, wanted);
}

void Checker::check_allowed(const Node& node, const json::Value& value) {
  if (!node.has_allowed) return;
  for (const auto* allowed : node.allowed)
    if (*allowed == value) return;
  std::string names;
  for (size_t i = 0; i < std::min(node.allowed.size(), kNamesMax); ++i)
    names += (i ? ", " : "") + json::dump(*node.allowed[i]);
  if (node.allowed.size() > kNamesMax) names += ", …";
  add({"This value is not allowed; allowed: {}.", "Cette valeur n’est pas admise ; admises : {}."},
      names);
}

void Checker::check_number(const Node& node, const json::Value& value) {
  if (node.minimum && compare_numbers(value, *node.minimum) < 0)
    add({"This must be {} or more.", "Il faut {} ou plus."}, json::dump(*node.minimum));
  if (node.maximum && compare_numbers(value, *node.maximum) > 0)
    add({"This must be {} or less.", "Il faut {} ou moins."}, json::dump(*node.maximum));
}

void Checker::check_text(const Node& node, std::string_view text) {
  if (node.min_length || node.max_length) {
    const auto length = characters(text);
    if (node.min_length && length < *node.min_length)
      add({"This text has {} characters; at least {} are needed.",
           "Ce texte a {} caractères ; il en faut au moins {}."},
          length, *node.min_length);
    if (node.max_length && length > *node.max_length)
      add({"This text has {} characters; at most {} are allowed.",
           "Ce texte a {} caractères ; il en faut au plus {}."},
          length, *node.max_length);
  }
  if (node.pattern &&
      !re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *node.pattern))
    add({"This text does not have the form {}.", "Ce texte n’a pas la forme {}."},
        node.pattern->pattern());
  if (node.format == Format::date && !is_date(text))
    add({"This is no date; write it as 2026-11-23.",
         "Ce n’est pas une date ; écrivez-la comme 2026-11-23."});
  if (node.format == Format::uuid && !is_uuid(text))
    add({"This is no identifier (36 characters: 0-9, a-f and dashes).",
         "Ce n’est pas un identifiant (36 caractères : 0-9, a-f et tirets)."});
}

void Checker::check_array(const Node& node, const json::Value& value) {
  if (node.min_items && value.Size() < *node.min_items)
    add({"This list has {} items; at least {} are needed.",
         "Cette liste a {} éléments ; il en faut au moins {}."},
        value.Size(), *node.min_items);
  if (node.max_items && value.Size() > *node.max_items)
    add({"This list has {} items; at most {} are allowed.",
         "Cette liste a {} éléments ; il en faut au plus {}."},
        value.Size(), *node.max_items);
  if (node.unique_items) check_unique(value);
  if (!node.items) return;
  for (rapidjson::SizeType i = 0; i < value.Size() && !full(); ++i)
    below(std::to_string(i), [&] { check(*node.items, value[i]); });
}

void Checker::check_unique(const json::Value& value) {
  std::vector<std::string> seen;
  for (const auto& item : value.GetArray()) seen.push_back(json::dump(item));
  std::sort(seen.begin(), seen.end());
  const auto twice = std::adjacent_find(seen.begin(), seen.end());
  if (twice == seen.end()) return;
  const auto shown = twice->size() <= 60 ? *twice : std::string("…");
  add({"This list holds {} more than once.", "Cette liste contient {} plusieurs fois."}, shown);
}

void Checker::refuse_member(const Node& node) {
  std::string names;
  for (size_t i = 0; i < std::min(node.properties.size(), kNamesMax); ++i)
    names += (i ? ", " : "") + node.properties[i].first;
  if (node.properties.size() > kNamesMax) names += ", …";
  if (names.empty())
    return add({"This is not known here; nothing is expected.",
                "Ceci n’est pas connu ici ; rien n’est attendu."});
  add({"This is not known here; known: {}.", "Ceci n’est pas connu ici ; connus : {}."}, names);
}

void Checker::check_object(const Node& node, const json::Value& value) {
  for (const auto& name : node.required)
    if (!value.HasMember(name))
      below(name, [&] { add({"This is required.", "Ceci est obligatoire."}); });
  for (const auto& member : value.GetObject()) {
    if (full()) return;
    const auto name = json::text(member.name);
    below(name, [&] {
      if (const auto* child = node.property(name))
        check(*child, member.value);
      else if (node.additional)
        check(*node.additional, member.value);
      else if (node.unknown == Schema::Unknown::refused)
        refuse_member(node);
    });
  }
}

// When none fits, the errors of the alternative that came closest say most.
void Checker::check_alternatives(const std::vector<Node::Owned>& nodes, bool one,
                                 const json::Value& value) {
  size_t fitting = 0;
  Errors closest;
  for (const auto& node : nodes) {
    Errors found;
    Checker inner(found);
    inner.pointer_ = pointer_;
    inner.check(*node, value);
    if (found.empty())
      ++fitting;
    else if (closest.empty() || found.size() < closest.size())
      closest = std::move(found);
  }
  if (fitting == 1 || (fitting > 1 && !one)) return;
  if (fitting > 1)
    return add({"This fits several of the forms allowed; exactly one must fit.",
                "Ceci correspond à plusieurs des formes admises ; il en faut une seule."});
  add({"This fits none of the forms allowed; the closest lacks what follows.",
       "Ceci ne correspond à aucune des formes admises ; à la plus proche il manque ce qui suit."});
  for (auto& error : closest)
    if (!full()) errors_.push_back(std::move(error));
}

void fill(const Node& node, json::Value& value, json::Document::AllocatorType& allocator) {
  if (value.IsArray() && node.items)
    for (auto& item : value.GetArray()) fill(*node.items, item, allocator);
  if (!value.IsObject()) return;
  for (const auto& [name, child] : node.properties) {
    if (value.HasMember(name)) {
      fill(*child, value[name], allocator);
    } else if (child->default_value) {
      json::Value copy(*child->default_value, allocator);
      value.AddMember(json::Value(name, allocator), copy, allocator);
    }
  }
}

}  // namespace

std::vector<ErrorDetail> Schema::check(const json::Value& value) const {
  Errors errors;
  Checker(errors).check(root(), value);
  return errors;
}

void Schema::fill_defaults(json::Document& document) const {
  fill(root(), document, document.GetAllocator());
}

}  // namespace aksis::operations
