# A Mastodon-like instance on Doorkeeper, the OAuth engine inside Mastodon, as Debian packages it:
# what Greentick's Mastodon dialect says is judged here by code that is not ours.
#
# The engine is real; around it stand the four pages and calls that a sign-in needs, in the shapes
# that Mastodon documents, and one person, @alice. Listens on 127.0.0.1 at a free port and says on
# its first line of output where. Like a server before Mastodon 4.3 it has no metadata page.

require 'rails'
require 'action_controller/railtie'
require 'action_view/railtie'
require 'active_record/railtie'
require 'doorkeeper'
require 'puma'
require 'puma/server'
require 'tmpdir'

FOLDER = Dir.mktmpdir('doorkeeper')
ENV['DATABASE_URL'] = "sqlite3:#{FOLDER}/db.sqlite3"

# What Mastodon's translations say of a token. Its API answers in the language of the server.
TRANSLATED = {
  de: { revoked: 'Der Zugriffs-Token wurde widerrufen', expired: 'Der Zugriffs-Token ist abgelaufen',
        unknown: 'Der Zugriffs-Token ist ungültig' },
  he: { revoked: 'בוטל תוקף אסימון הגישה', expired: 'פג תוקף אסימון הגישה',
        unknown: 'אסימון הגישה אינו חוקי' }
}.freeze
LOCALE = ENV.fetch('INSTANCE_LOCALE', 'en').to_sym

class Instance < Rails::Application
  config.load_defaults 6.1
  config.root = FOLDER
  config.eager_load = false
  config.secret_key_base = SecureRandom.hex(64)
  config.logger = Logger.new($stderr, level: :warn)
  config.hosts.clear
  config.consider_all_requests_local = false
  config.session_store :cookie_store, key: '_session'
end
Instance.initialize!

TRANSLATED.each do |locale, words|
  I18n.backend.store_translations(
    locale, doorkeeper: { errors: { messages: { invalid_token: words } } }
  )
end
I18n.available_locales |= [LOCALE]
I18n.default_locale = LOCALE

ActiveRecord::Base.logger = nil
ActiveRecord::Schema.verbose = false
ActiveRecord::Schema.define do
  create_table :users do |t|
    t.string :username
  end
  create_table :oauth_applications do |t|
    t.string :name, null: false
    t.string :uid, null: false, index: { unique: true }
    t.string :secret, null: false
    t.text :redirect_uri
    t.string :scopes, null: false, default: ''
    t.boolean :confidential, null: false, default: true
    t.timestamps null: false
  end
  create_table :oauth_access_grants do |t|
    t.references :resource_owner, null: false
    t.references :application, null: false
    t.string :token, null: false, index: { unique: true }
    t.integer :expires_in, null: false
    t.text :redirect_uri, null: false
    t.datetime :created_at, null: false
    t.datetime :revoked_at
    t.string :scopes, null: false, default: ''
    t.string :code_challenge
    t.string :code_challenge_method
  end
  create_table :oauth_access_tokens do |t|
    t.references :resource_owner
    t.references :application
    t.string :token, null: false, index: { unique: true }
    t.string :refresh_token, index: { unique: true }
    t.integer :expires_in
    t.datetime :revoked_at
    t.datetime :created_at, null: false
    t.string :scopes
    t.string :previous_refresh_token, null: false, default: ''
  end
end

class User < ActiveRecord::Base; end
User.create!(username: 'alice')

# As Mastodon configures it.
Doorkeeper.configure do
  orm :active_record
  base_controller 'ActionController::Base'
  resource_owner_authenticator do
    User.find_by(id: session[:user]) || begin
      session[:back] = request.fullpath
      redirect_to '/login'
      nil
    end
  end
  default_scopes :read
  optional_scopes :write, :'read:accounts', :'read:statuses', :'write:media', :'write:statuses'
  enforce_configured_scopes
  grant_flows %w[authorization_code client_credentials]
  access_token_expires_in ENV['TOKEN_LIFE']&.to_i
  reuse_access_token
  force_ssl_in_redirect_uri false
  forbid_redirect_uri { |uri| %w[data vbscript javascript].include?(uri.scheme.to_s.downcase) }
end

# Doorkeeper's own consent page needs an asset pipeline.
Doorkeeper::AuthorizationsController.class_eval do
  private

  def render_success
    return redirect_or_render(authorize_response) if matching_token?

    asked = %i[redirect_uri state response_type scope code_challenge code_challenge_method]
    fields = asked.to_h { |name| [name, pre_auth.public_send(name)] }
    fields = { client_id: pre_auth.client.uid, **fields }.compact
    render html: <<~PAGE.html_safe
      <h1>Authorize #{ERB::Util.h(pre_auth.client.name)}</h1>
      <p>You are @#{ERB::Util.h(current_resource_owner.username)}.</p>
      #{form(fields, 'approve', 'Authorize')}
      #{form({ _method: 'delete', **fields }, 'deny', 'Deny')}
    PAGE
  end

  def render_error
    refusal = pre_auth.error_response
    return redirect_to(refusal.redirect_uri) if refusal.redirectable?

    render json: refusal.body, status: refusal.status
  end

  def form(fields, id, words)
    fields = { authenticity_token: form_authenticity_token, **fields }
    hidden = fields.map do |name, value|
      %(<input type="hidden" name="#{name}" value="#{ERB::Util.h(value)}">)
    end
    %(<form method="post" action="/oauth/authorize">#{hidden.join}) +
      %(<button id="#{id}" name="button" value="#{id}">#{words}</button></form>)
  end
end

class ApiController < ActionController::Base
  skip_forgery_protection
  before_action(only: :me) { doorkeeper_authorize! :read, :'read:accounts' }

  def register
    app = Doorkeeper::Application.new(
      name: params[:client_name], redirect_uri: params[:redirect_uris], scopes: params[:scopes]
    )
    unless app.save
      text = "Validation failed: #{app.errors.full_messages.join(', ')}"
      return render json: { error: text }, status: 422
    end
    render json: {
      id: app.id.to_s, name: app.name, redirect_uri: app.redirect_uri,
      client_id: app.uid, client_secret: app.secret, client_secret_expires_at: 0
    }
  end

  def me
    user = User.find(doorkeeper_token.resource_owner_id)
    render json: { id: user.id.to_s, username: user.username, acct: user.username,
                   display_name: 'Alice', locked: false, followers_count: 3 }
  end

  def login_page
    render html: <<~PAGE.html_safe
      <h1>Sign in</h1>
      <form method="post" action="/login">
        <label><input type="radio" name="username" value="alice"> @alice</label>
        <button id="login" name="button" value="login">Sign in</button>
      </form>
    PAGE
  end

  def login
    session[:user] = User.find_by!(username: params[:username]).id
    redirect_to session.delete(:back) || '/login'
  end

  private

  # Mastodon's words for Doorkeeper's refusals.
  def doorkeeper_unauthorized_render_options(error: nil)
    { json: { error: error.try(:description) || 'Not authorized' } }
  end

  def doorkeeper_forbidden_render_options(**)
    { json: { error: 'This action is outside the authorized scopes' } }
  end
end

Rails.application.routes.draw do
  use_doorkeeper { skip_controllers :applications, :authorized_applications }
  post '/api/v1/apps', to: 'api#register'
  get '/api/v1/accounts/verify_credentials', to: 'api#me'
  get '/login', to: 'api#login_page'
  post '/login', to: 'api#login'
end

ActiveRecord::Base.clear_active_connections!
server = Puma::Server.new(Rails.application, Puma::Events.null)
server.min_threads = server.max_threads = 1
listener = server.add_tcp_listener('127.0.0.1', 0)
$stdout.puts "http://127.0.0.1:#{listener.addr[1]}"
$stdout.flush

at_exit { FileUtils.rm_rf(FOLDER) }
trap('TERM') { exit }
server.run.join
