#include "modules/messages.hpp"

#include <fmt/format.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>

#include <set>

#include "modules/bundle_file.hpp"

namespace aksis::modules {
namespace {

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

std::string from_icu(const icu::UnicodeString& text) {
  std::string out;
  return text.toUTF8String(out);
}

// Nothing for ICU to do in most messages, and its formats are large.
bool is_plain(std::string_view pattern) {
  return pattern.find_first_of("{}'") == pattern.npos;
}

Result<std::unique_ptr<icu::MessageFormat>> compile(std::string_view pattern,
                                                    const std::string& language) {
  UErrorCode error = U_ZERO_ERROR;
  auto format =
      std::make_unique<icu::MessageFormat>(to_icu(pattern), icu::Locale(language.c_str()), error);
  if (U_FAILURE(error))
    return invalid(fmt::format("\"{}\" is no ICU message: {}", pattern, u_errorName(error)));
  return format;
}

// Those inside of other arguments' choices too.
std::set<std::string> argument_names(const icu::MessageFormat& format) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString pattern;
  const icu::MessagePattern parts(format.toPattern(pattern), nullptr, error);
  std::set<std::string> out;
  for (int32_t i = 0; U_SUCCESS(error) && i < parts.countParts(); ++i) {
    const auto& part = parts.getPart(i);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_NAME)
      out.insert(from_icu(parts.getSubstring(part)));
  }
  return out;
}

// A word of the command line, for a member or a value: those without one show their own name, which
// does in English, and their description.
bool is_word(std::string_view key) {
  return key.starts_with("member.") || key.starts_with("value.") || key.starts_with("help.");
}

}  // namespace

struct Messages::Catalog {
  std::string language;
  std::string problem;  // why it could not be read
  std::map<std::string, std::string, std::less<>> patterns;
  std::map<std::string, std::unique_ptr<icu::MessageFormat>, std::less<>> compiled;
};

Messages::Messages(std::string folder) : folder_(std::move(folder)) {}
Messages::~Messages() = default;

Messages::Catalog& Messages::catalog(std::string_view language) const {
  auto& slot = catalogs_[std::string(language)];
  if (slot) return *slot;
  slot = std::make_unique<Catalog>();
  slot->language = language;
  const auto name = fmt::format("i18n/{}.json", language);
  const auto text = read_bundle_file(folder_, name, kCatalogBytesMax);
  if (!text.ok()) {
    if (text.error().code != Code::not_found) slot->problem = text.error().message;
    return *slot;
  }
  const auto parsed = json::parse(*text);
  if (!parsed.ok() || !parsed->IsObject()) {
    slot->problem =
        name + ": " + (parsed.ok() ? "expected an object of texts" : parsed.error().message);
    return *slot;
  }
  for (const auto& member : parsed->GetObject())
    if (member.value.IsString())
      slot->patterns.emplace(json::text(member.name), json::text(member.value));
    else
      slot->problem = fmt::format("{}: {} is no text", name, json::text(member.name));
  return *slot;
}

Result<std::string> Messages::format(std::string_view language, std::string_view key,
                                     const json::Value& arguments) const {
  if (language != "en") language = "fr";  // no other file is ever looked for
  const std::scoped_lock lock(mutex_);    // an ICU format serves one thread at a time
  auto* used = &catalog(language);
  auto pattern = used->patterns.find(key);
  if (pattern == used->patterns.end()) {
    used = &catalog("fr");
    pattern = used->patterns.find(key);
    if (pattern == used->patterns.end()) return std::string(key);
  }
  if (is_plain(pattern->second)) return pattern->second;
  auto& format = used->compiled[std::string(key)];
  if (!format) {
    AKSIS_ASSIGN(made, compile(pattern->second, used->language));
    format = std::move(made);
  }
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  if (arguments.IsObject())
    for (const auto& one : arguments.GetObject()) {
      names.push_back(to_icu(json::text(one.name)));
      if (one.value.IsInt64())
        values.emplace_back(static_cast<int64_t>(one.value.GetInt64()));
      else if (one.value.IsNumber())
        values.emplace_back(one.value.GetDouble());
      else
        values.emplace_back(one.value.IsString() ? to_icu(json::text(one.value))
                                                 : icu::UnicodeString());
    }
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString out;
  format->format(names.data(), values.data(), static_cast<int32_t>(names.size()), out, error);
  if (U_FAILURE(error))
    return invalid(fmt::format("the message {} cannot be formatted: {}", key, u_errorName(error)));
  return from_icu(out);
}

std::vector<std::string> Messages::problems() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> out;
  const Catalog* both[] = {&catalog("fr"), &catalog("en")};
  for (int i = 0; i < 2; ++i) {
    const auto& here = *both[i];
    const auto& there = *both[1 - i];
    if (!here.problem.empty()) out.push_back(here.problem);
    for (const auto& [key, pattern] : here.patterns) {
      const auto format = compile(pattern, here.language);
      if (!format.ok()) {
        out.push_back(
            fmt::format("i18n/{}.json {}: {}", here.language, key, format.error().message));
        continue;
      }
      const auto other = there.patterns.find(key);
      if (other == there.patterns.end()) {
        if (is_word(key)) continue;
        out.push_back(fmt::format("i18n/{}.json has no \"{}\"", there.language, key));
        continue;
      }
      const auto other_format = compile(other->second, there.language);
      if (i == 0 && other_format.ok() && argument_names(**format) != argument_names(**other_format))
        out.push_back(
            fmt::format("i18n: \"{}\" takes other arguments in French than in English", key));
    }
  }
  return out;
}

}  // namespace aksis::modules
