#include "app/command_line/words.hpp"

#include <aksis/cpp/json.hpp>
#include <array>

#include "app/command_line/host_words.hpp"
#include "modules/bundle_file.hpp"
#include "modules/messages.hpp"

namespace aksis::app {
namespace {

// Members of the host's own answers, and those most modules have.
constexpr std::array kHostWords = {
    HostWord{"member.applied_at", "appliquée le", "applied at"},
    HostWord{"member.attempts", "essais", "attempts"},
    HostWord{"member.backup.create.rows", "lignes copiées, table par table",
             "rows copied, by table"},
    HostWord{"member.bytes", "octets", "bytes"},
    HostWord{"member.check", "contrôle", "check"},
    HostWord{"member.checks", "contrôles", "checks"},
    HostWord{"member.closed_at", "fermé le", "closed at"},
    HostWord{"member.code", "code", "code"},
    HostWord{"member.communes", "communes", "communes"},
    HostWord{"member.count", "nombre", "count"},
    HostWord{"member.created_at", "créé le", "created at"},
    HostWord{"member.delivered", "délivrés", "delivered"},
    HostWord{"member.department", "département", "department"},
    HostWord{"member.description", "description", "description"},
    HostWord{"member.end_reason", "motif de fin", "reason of the end"},
    HostWord{"member.ended_by", "mis fin par", "ended by"},
    HostWord{"member.error", "erreur", "error"},
    HostWord{"member.errors", "erreurs", "errors"},
    HostWord{"member.events", "événements", "events"},
    HostWord{"member.file", "fichier", "file"},
    HostWord{"member.files", "fichiers", "files"},
    HostWord{"member.finding", "constat", "finding"},
    HostWord{"member.findings", "constats", "findings"},
    HostWord{"member.from", "depuis", "from"},
    HostWord{"member.groups", "groupes de suivi", "follow-up groups"},
    HostWord{"member.healthy", "en bon état", "healthy"},
    HostWord{"member.holder", "confié à", "entrusted to"},
    HostWord{"member.holder_name", "nom", "name"},
    HostWord{"member.id", "identifiant", "id"},
    HostWord{"member.jobs", "tâches", "jobs"},
    HostWord{"member.key", "clé", "key"},
    HostWord{"member.keys", "réglages", "settings"},
    HostWord{"member.kind", "nature", "kind"},
    HostWord{"member.label", "libellé", "label"},
    HostWord{"member.line", "ligne", "line"},
    HostWord{"member.made_by", "décidé par", "decided by"},
    HostWord{"member.members", "membres", "members"},
    HostWord{"member.message", "message", "message"},
    HostWord{"member.module_abi", "interface des modules", "module interface"},
    HostWord{"member.modules", "modules", "modules"},
    HostWord{"member.name", "nom", "name"},
    HostWord{"member.next", "suite", "next"},
    HostWord{"member.ok", "réussi", "passed"},
    HostWord{"member.operation", "opération", "operation"},
    HostWord{"member.organisation", "structure", "organisation"},
    HostWord{"member.organisations", "structures", "organisations"},
    HostWord{"member.origin", "origine", "origin"},
    HostWord{"member.owner", "de", "of"},
    HostWord{"member.parent", "rattachée à", "belongs to"},
    HostWord{"member.path", "chemin", "path"},
    HostWord{"member.people", "personnes", "people"},
    HostWord{"member.person", "personne", "person"},
    HostWord{"member.population", "habitants", "inhabitants"},
    HostWord{"member.postcodes", "codes postaux", "postcodes"},
    HostWord{"member.previous_kept_as", "l’ancienne base reste dans", "the old file is kept as"},
    HostWord{"member.problem", "problème", "problem"},
    HostWord{"member.reason", "motif", "reason"},
    HostWord{"member.reference", "référence", "reference"},
    HostWord{"member.refused", "refusés", "refused"},
    HostWord{"member.relations", "accompagnements", "relations"},
    HostWord{"member.restore.rows", "lignes remises, table par table", "rows restored, by table"},
    HostWord{"member.restored", "remise en place", "restored"},
    HostWord{"member.rows", "lignes refusées", "refused rows"},
    HostWord{"member.run_at", "à faire le", "due at"},
    HostWord{"member.set_aside_at", "mis de côté le", "set aside at"},
    HostWord{"member.siret", "SIRET", "SIRET"},
    HostWord{"member.stalled_calls", "appels bloqués", "stalled calls"},
    HostWord{"member.state", "état", "state"},
    HostWord{"member.status", "état", "status"},
    HostWord{"member.subscriber", "abonné", "subscriber"},
    HostWord{"member.territories", "territoires", "territories"},
    HostWord{"member.territory_code", "code du territoire", "territory code"},
    HostWord{"member.territory_kind", "territoire", "territory"},
    HostWord{"member.title", "intitulé", "title"},
    HostWord{"member.total", "total", "total"},
    HostWord{"member.type", "type", "type"},
    HostWord{"member.until", "jusqu’au", "until"},
    HostWord{"member.valid", "valide", "valid"},
    HostWord{"member.value", "valeur", "value"},
    HostWord{"member.version", "version", "version"},
    HostWord{"member.warnings", "avertissements", "warnings"},
    HostWord{"member.without_place", "sans coordonnées", "without coordinates"},
    HostWord{"value.kind.commune", "commune", "commune"},
    HostWord{"value.kind.employment_area", "bassin d’emploi", "employment area"},
    HostWord{"value.kind.department", "département", "department"},
    HostWord{"value.kind.region", "région", "region"},
    HostWord{"value.territory_kind.commune", "commune", "commune"},
    HostWord{"value.territory_kind.employment_area", "bassin d’emploi", "employment area"},
    HostWord{"value.territory_kind.department", "département", "department"},
    HostWord{"value.territory_kind.region", "région", "region"},
    HostWord{"value.territory_kind.nation", "pays", "nation"},
    HostWord{"value.kind.nation", "pays", "nation"},
    HostWord{"value.kind.agency", "agence", "agency"},
    HostWord{"value.kind.partner", "partenaire", "partner"},
    HostWord{"value.kind.authority", "autorité", "authority"},
    HostWord{"value.kind.employer", "employeur", "employer"},
    HostWord{"value.kind.training_provider", "organisme de formation", "training provider"},
    HostWord{"value.kind.referent", "référent", "referent"},
    HostWord{"value.kind.group", "groupe de suivi", "follow-up group"},
    HostWord{"value.kind.instructor", "instructeur", "instructor"},
    HostWord{"help.backup.path", "Le fichier à écrire", "The file to write"},
    HostWord{"help.replace", "Remplace un fichier de ce nom", "Replace a file of that name"},
    HostWord{"help.origin", "D’où vient chaque valeur", "Where each value is from"},
    HostWord{"help.account", "Identifiant du compte", "The account's id"},
    HostWord{"help.closed", "Avec les structures fermées", "With the closed ones"},
    HostWord{"help.ended", "Avec ce qui a pris fin", "With those that ended"},
    HostWord{"help.group", "Identifiant du groupe", "The group's id"},
    HostWord{"help.holder", "Identifiant du compte, du groupe ou de la structure",
             "Id of the account, the group or the organisation"},
    HostWord{"help.organisation", "Identifiant de la structure", "The organisation's id"},
    HostWord{"help.organisation list.q", "Début du nom ou d’un de ses mots",
             "The beginning of the name or of one of its words"},
    HostWord{"help.parent", "Identifiant de la structure de rattachement ; vide : aucune",
             "Id of the organisation it belongs to; empty: none"},
    HostWord{"help.relation", "Identifiant de l’accompagnement", "The relation's id"},
    HostWord{"help.relation add.reason", "Pourquoi il commence ; gardé dans l’historique",
             "Why it begins; kept in the history"},
    HostWord{"help.relation end.reason", "Pourquoi il prend fin ; gardé dans l’historique",
             "Why it ends; kept in the history"},
    HostWord{"help.siret", "Quatorze chiffres ; vide : aucun", "Fourteen digits; empty: none"},
    HostWord{"help.territory_code", "Code du territoire qu’elle sert",
             "Code of the territory it serves"},
    HostWord{"help.commune find.q", "Début du nom, d’un de ses mots ou du code postal",
             "The beginning of a name, of one of its words, or of a postcode"},
    HostWord{"help.commune show.commune", "Code INSEE", "INSEE code"},
    HostWord{"help.import communes.path", "CSV : insee, nom et, si connus, departement, region, …",
             "CSV: insee, nom and, where known, departement, region, …"},
    HostWord{"help.apikey create.name", "À quoi sert la clé", "What the key is for"},
    HostWord{"help.apikey revoke.id", "Comme `aksis apikey list` le montre",
             "As `aksis apikey list` shows it"},
    HostWord{"help.person", "Référence de la personne, ou son identifiant (`aksis person list`)",
             "The person's reference or id (`aksis person list`)"},
    HostWord{"help.reference",
             "Référence de la personne dans l’agence : ni nom, ni numéro national",
             "The agency's own reference of the person: no name, no national number"},
    HostWord{"help.person list.reference", "Cette référence seulement", "Only this reference"},
    HostWord{"help.limit", "Combien au plus", "How many at most"},
    HostWord{"help.after", "Ce que la page d’avant nomme « suite »", "\"next\" of the page before"},
    HostWord{"help.cursor", "Ce que la page d’avant nomme « suite »",
             "\"next\" of the page before"},
    HostWord{"help.module new.path", "Dossier à créer ; son nom est celui du module",
             "Folder to make; its name is the module's"},
    HostWord{"help.module check.path", "Dossier du module", "Folder of the module"},
    HostWord{"value.state.ok", "bon", "ok"},
    HostWord{"value.state.failed", "échec", "failed"},
    HostWord{"value.state.started", "en marche", "started"},
    HostWord{"value.state.disabled", "désactivé", "disabled"},
    HostWord{"value.state.ready", "en attente", "waiting"},
    HostWord{"value.state.running", "en cours", "running"},
    HostWord{"value.state.warning", "attention", "warning"},
};

constexpr std::string_view last_of(std::string_view path) {
  return path.substr(path.rfind('.') + 1);
}

}  // namespace

Words::Words(Language language, const std::string& bundle, std::string operation)
    : language_(language), operation_(std::move(operation)) {
  if (bundle.empty()) return;
  const auto file = "i18n/" + std::string(tag(language)) + ".json";
  const auto text = modules::read_bundle_file(bundle, file, modules::kCatalogBytesMax);
  if (!text.ok()) return;  // a module without texts: its members keep their names
  const auto parsed = json::parse(*text);
  if (!parsed.ok() || !parsed->IsObject()) return;
  for (const auto& entry : parsed->GetObject()) {
    const auto key = json::text(entry.name);
    if (key.starts_with("member.") || key.starts_with("value.") || key.starts_with("help."))
      words_.emplace(key, json::text(entry.value));
  }
}

std::string Words::find(const std::string& key) const {
  if (const auto found = words_.find(key); found != words_.end()) return found->second;
  for (const auto& word : kHostWords)
    if (word.key == key) return std::string(say(language_, word.fr, word.en));
  for (const auto& word : protection_words())
    if (word.key == key) return std::string(say(language_, word.fr, word.en));
  return {};
}

std::string Words::member(std::string_view path) const {
  if (auto own = find("member." + operation_ + "." + std::string(path)); !own.empty()) return own;
  auto word = find("member." + std::string(path));
  return word.empty() ? find("member." + std::string(last_of(path))) : word;
}

std::string Words::help(std::string_view command, std::string_view name) const {
  auto word = find("help." + std::string(command) + "." + std::string(name));
  return word.empty() ? find("help." + std::string(name)) : word;
}

std::string Words::value(std::string_view path, std::string_view value) const {
  if (path.empty()) return {};
  return find("value." + std::string(last_of(path)) + "." + std::string(value));
}

}  // namespace aksis::app
