#include "app/command_line/help_headings.hpp"

namespace aksis::app {
namespace {

struct Heading {
  std::string_view fr, en;
};
constexpr Heading kServer = {"Serveur et données", "Server and data"};
constexpr Heading kAccounts = {"Comptes et accès", "Accounts and access"};
constexpr Heading kPeople = {"Personnes et structures", "People and organisations"};
constexpr Heading kTraces = {"Traçabilité et confidentialité", "Audit and privacy"};

struct Claim {
  std::string_view word;
  const Heading& heading;
};
constexpr Claim kClaims[] = {
    {"user", kAccounts},   {"role", kAccounts},  {"apikey", kAccounts},     {"alarm", kAccounts},
    {"deputy", kAccounts}, {"person", kPeople},  {"organisation", kPeople}, {"group", kPeople},
    {"relation", kPeople}, {"commune", kPeople}, {"import", kPeople},       {"glass", kTraces},
    {"audit", kTraces},    {"keys", kTraces},    {"privacy", kTraces},      {"consent", kTraces},
    {"purpose", kTraces},
};

}  // namespace

std::string_view heading_of(std::string_view words, Language language) {
  const auto first = words.substr(0, words.find(' '));
  const Heading* found = &kServer;
  for (const auto& claim : kClaims)
    if (claim.word == first) found = &claim.heading;
  return say(language, found->fr, found->en);
}

}  // namespace aksis::app
