#include "access/password_rules.hpp"

#include <fmt/format.h>
#include <utf8proc.h>
#include <zxcvbn.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

#include "aksis/cpp/fold.hpp"

namespace aksis::access {
namespace {

// 10^10 guesses: zxcvbn's own border to its best class, in bits.
const double kEntropyMin = std::log2(1e10);
// Its time grows with the square of the length; what it saw of a long one is strong enough or not.
constexpr size_t kJudgedBytes = 72;
// Shorter words stand inside many good passwords.
constexpr size_t kWordMin = 4;

constexpr std::string_view kOfTheTrade[] = {"aksis",         "francetravail", "poleemploi",
                                            "missionlocale", "capemploi",     "demandeur",
                                            "conseiller"};
// The library's own lists are English.
constexpr const char* kFrenchWords[] = {
    "motdepasse", "motdepass", "azerty",   "azertyuiop", "qsdfghjklm", "wxcvbn",   "bonjour",
    "bonsoir",    "soleil",    "doudou",   "loulou",     "chouchou",   "coucou",   "jetaime",
    "marseille",  "toulouse",  "bretagne", "paris",      "france",     "travail",  "emploi",
    "agence",     "bienvenue", "secret",   "printemps",  "automne",    "hiver",    "janvier",
    "fevrier",    "juillet",   "aout",     "septembre",  "octobre",    "novembre", "decembre",
    "lundi",      "mardi",     "mercredi", "jeudi",      "vendredi",   "samedi",   "dimanche",
    "chocolat",   "nounours",  "vacances", "football",   "camille",    "nicolas"};

std::string squeezed(std::string_view text) {
  auto out = fold(text);
  std::erase(out, ' ');
  return out;
}

// Words of a text and the text without its gaps, as far as they are long enough.
void add_words(std::vector<std::string>& out, std::string_view text) {
  const auto folded = fold(text);
  for (size_t at = 0; at < folded.size();) {
    const auto end = std::min(folded.find(' ', at), folded.size());
    if (end - at >= kWordMin) out.push_back(folded.substr(at, end - at));
    at = end + 1;
  }
  if (auto whole = squeezed(text); whole.size() >= kWordMin) out.push_back(std::move(whole));
}

std::vector<std::string> context_words(const PasswordOwner& owner) {
  std::vector<std::string> out;
  for (const auto& text : {owner.login, owner.name, owner.organisation}) add_words(out, text);
  // The part behind the last dot of an address ("info", "asso") is everybody's.
  add_words(out, std::string_view(owner.email).substr(0, owner.email.rfind('.')));
  for (const auto word : kOfTheTrade) out.emplace_back(word);
  return out;
}

size_t characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool too_common(const std::string& password, const std::vector<std::string>& words) {
  std::vector<const char*> dictionary(std::begin(kFrenchWords), std::end(kFrenchWords));
  for (const auto& word : words) dictionary.push_back(word.c_str());
  dictionary.push_back(nullptr);
  return ZxcvbnMatch(password.substr(0, kJudgedBytes).c_str(), dictionary.data(), nullptr) <
         kEntropyMin;
}

}  // namespace

std::string normalise_password(std::string_view password) {
  if (!valid_utf8(password)) return {};
  utf8proc_uint8_t* bytes = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(password.data()),
                   static_cast<utf8proc_ssize_t>(password.size()), &bytes,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owned(bytes, std::free);
  return length < 0
             ? std::string()
             : std::string(reinterpret_cast<const char*>(bytes), static_cast<size_t>(length));
}

Status check_password(const std::string& password, const PasswordOwner& owner,
                      const BreachedPasswords& breached, std::string_view pointer) {
  const std::string at(pointer);
  const auto length = characters(password);
  if (length < kPasswordMin)
    return said_at(at,
                   fmt::format("The password has {} characters and needs {} or more: take five "
                               "words that have nothing to do with each other, for example.",
                               length, kPasswordMin),
                   fmt::format("Le mot de passe a {} caractères ; il en faut au moins {} : prenez "
                               "par exemple cinq mots sans lien entre eux.",
                               length, kPasswordMin));
  if (length > kPasswordMax)
    return said_at(
        at, fmt::format("The password is longer than {} characters: shorten it.", kPasswordMax),
        fmt::format("Le mot de passe dépasse {} caractères : raccourcissez-le.", kPasswordMax));
  const auto words = context_words(owner);
  const auto folded = squeezed(password);
  for (const auto& word : words)
    if (folded.find(word) != std::string::npos)
      return said_at(at,
                     fmt::format("The password contains \"{}\", which anybody who knows your "
                                 "account would try: take other words.",
                                 word),
                     fmt::format("Le mot de passe contient « {} », que l’on devine en connaissant "
                                 "votre compte : prenez d’autres mots.",
                                 word));
  AKSIS_ASSIGN(leaked, breached.contains(password));
  if (leaked)
    return said_at(at,
                   "This password is in a known leak: take another one, and change it wherever "
                   "you use it.",
                   "Ce mot de passe figure dans une fuite de données connue : prenez-en un autre, "
                   "et changez-le partout où vous l’utilisez.");
  if (too_common(password, words))
    return said_at(at,
                   "This password is guessed too quickly (common words, sequences, repetitions): "
                   "add words that have nothing to do with each other.",
                   "Ce mot de passe se devine trop vite (mots courants, suites, répétitions) : "
                   "ajoutez des mots sans lien entre eux.");
  return {};
}

}  // namespace aksis::access
