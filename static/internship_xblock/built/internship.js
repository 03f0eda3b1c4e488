if(!window.InternshipBlock){
(function(){"use strict";function tag(place){return(place&&place.lang||document.documentElement.lang||"en")+"-u-nu-latn-hc-h23";}
function clock(at,place){return at.toLocaleTimeString(tag(place),{hour:"2-digit",minute:"2-digit"});}
function date(at,place,hasYear){var wanted={weekday:"short",day:"numeric",month:"short",year:hasYear?"numeric":undefined};var said=at.toLocaleDateString(tag(place).replace(/^en-u/,"en-GB-u"),wanted);said=said.replace(/,/g,"");return/^n[bo]\b/.test(tag(place))?said:said.replace(/(\D)\./g,"$1");}
function two(number){return(number<10?"0":"")+number;}
function show(moment){var at=new Date(moment.dateTime),place=moment.closest("[lang]"),time=moment.querySelector("[data-clock]"),day;moment.removeAttribute("data-moment");if(isNaN(at)||!time){return;}
time.textContent=clock(at,place);day=moment.querySelector("[data-day]");if(day&&moment.dateTime.slice(0,10)!==dayOf(at)){day.textContent=date(at,place,day.dataset.day==="year");}}
function compare(place){var said=place.dataset.elsewhere,at=new Date(said),found=/([+-])(\d\d):(\d\d)$/.exec(said);place.removeAttribute("data-elsewhere");if(isNaN(at)||!found){return;}
place.hidden=Number(found[1]+(Number(found[2])*60+Number(found[3])))===-at.getTimezoneOffset();}
function dayOf(at){return at.getFullYear()+"-"+two(at.getMonth()+1)+"-"+two(at.getDate());}
function propose(field){var today=dayOf(new Date());field.removeAttribute("data-today");if(field.value!==field.defaultValue||field.value===today){return;}
field.defaultValue=field.value=today;window.htmx.trigger(field,"change");}
window.InternshipMoments={clock:clock,zone:function(){try{return window.Intl.DateTimeFormat().resolvedOptions().timeZone||"";}catch(problem){return"";}},attach:function(root){root.querySelectorAll("time[data-moment]").forEach(show);root.querySelectorAll("[data-elsewhere]").forEach(compare);root.querySelectorAll("input[data-today]").forEach(propose);}};}());
(function(){"use strict";var PREFIX="internship:";var LOOSE="*loose";function nameOf(root,draft){return PREFIX+root.dataset.keeper+":"+root.id+":"+draft+":";}
function copiesOf(name){return Object.keys(window.localStorage).filter(function(key){return key.indexOf(name)===0;}).map(function(key){var copy=window.localStorage.getItem(key),kept=null;try{kept=JSON.parse(copy);}catch(problem){}
kept=kept||{};return{key:key,copy:copy,revision:kept.revision,values:kept.values,typed:kept.typed,at:kept.at||0};}).sort(function(one,other){return other.at-one.at;});}
function drop(key,copy){if(window.localStorage.getItem(key)===copy){window.localStorage.removeItem(key);}}
function isKept(root,draft){try{return copiesOf(nameOf(root,draft)).some(function(one){return Array.isArray(one.values);});}
catch(problem){return false;}}
function showKept(root,place){var copies=[],known=place.dataset.known.split(" "),around=(place.parentNode.textContent||"").replace(/\s+/g," "),words=[];try{copies=copiesOf(nameOf(root,place.dataset.kept));}catch(problem){}
copies.forEach(function(copy){(Array.isArray(copy.values)?copy.values:[]).forEach(function(pair){var text=typeof pair[1]==="string"&&!/^(placement|section|row)$/.test(pair[0])?pair[1].trim():"";var isThere=around.indexOf(text.replace(/\s+/g," "))>=0||known.some(function(one){return one&&(one===text||Number(one)===Number(text));});if(text&&!isThere&&words.indexOf(text)<0){words.push(text);}});});offer(root,place,copies,words,root.id+"-kept-"+place.dataset.kept);}
function offer(root,place,copies,words,id){if(!words.length){return;}
var box=document.createElement("div"),said=document.createElement("p"),area=document.createElement("textarea");var button=document.createElement("button");box.className="ix-message ix-message--mind";said.id=id;said.textContent=root.dataset.textRefused;area.readOnly=true;area.rows=3;area.dir="auto";area.value=words.join("\n\n");area.setAttribute("aria-labelledby",said.id);button.type="button";button.className="ix-button ix-button--quiet";button.textContent=root.dataset.textDiscard;button.addEventListener("click",function(){copies.forEach(function(copy){window.localStorage.removeItem(copy.key);});box.remove();});box.append(said,area,button);place.replaceChildren(box);}
function loosen(root,missing){var words=missing.filter(function(one){return typeof one.value==="string"&&one.value.trim();});if(!words.length){return;}
try{window.localStorage.setItem(nameOf(root,LOOSE)+Math.random().toString(36).slice(2),JSON.stringify({values:words.map(function(one){return[one.name,one.value];}),at:Date.now()}));}catch(problem){}
showLoose(root,words.map(function(one){return one.value.trim();}));}
function showLoose(root,words){var copies=[],place=root.querySelector("[data-loose]");try{copies=copiesOf(nameOf(root,LOOSE));}catch(problem){}
copies.forEach(function(copy){(Array.isArray(copy.values)?copy.values:[]).forEach(function(pair){if(words.indexOf(pair[1])<0){words.push(pair[1]);}});});if(!words.length){return;}
if(!place){place=document.createElement("div");place.dataset.loose="";place.setAttribute("role","alert");root.insertBefore(place,root.firstChild);}
offer(root,place,copies,words,root.id+"-loose");}
window.InternshipCopies={nameOf:nameOf,of:copiesOf,drop:drop,isKept:isKept,showKept:showKept,loosen:loosen,showLoose:showLoose};}());
(function(){"use strict";var PAUSE=1000,LEFT=250;function fieldsOf(form){return Array.prototype.filter.call(form.elements,function(field){return field.name&&field.name!=="revision"&&field.name!=="csrfmiddlewaretoken"&&field.type!=="submit"&&field.type!=="button";});}
function valueOf(field){var ticks=field.type==="checkbox"||field.type==="radio";return[field.name,ticks?[field.value,field.checked]:field.value];}
function valuesOf(form,base){var count={};return fieldsOf(form).map(function(field){var at=count[field.name]=(count[field.name]||0)+1;var before=isUnread(field)&&base?base.filter(function(pair){return pair[0]===field.name;})[at-1]:null;return before||valueOf(field);});}
function asItCame(form){var untouched=form.cloneNode(true);window.HTMLFormElement.prototype.reset.call(untouched);return valuesOf(untouched);}
function numbered(values){var count={};return values.map(function(pair){count[pair[0]]=(count[pair[0]]||0)+1;return{name:pair[0],at:count[pair[0]]-1,value:pair[1]};});}
function changed(values,before){var known={};numbered(before).forEach(function(one){known[one.name+" "+one.at]=JSON.stringify(one.value);});return numbered(values).filter(function(one){return known[one.name+" "+one.at]!==JSON.stringify(one.value);});}
function fieldOf(form,one){return Array.prototype.filter.call(form.elements,function(field){return field.name===one.name;})[one.at];}
function put(form,words){return words.filter(function(one){var field=fieldOf(form,one);if(!field){return true;}
if(field.type==="hidden"){return false;}
if(Array.isArray(one.value)){field.checked=one.value[1];}else{field.value=one.value;show(field);}
return false;});}
function show(field){var line=field.value&&field.closest("[data-line]");while(line&&line.hidden){line.hidden=false;line=line.previousElementSibling;}}
function uncover(field){var closed=field.closest("details:not([open])");while(closed&&field.form&&field.form.contains(closed)){closed.open=true;closed=field.closest("details:not([open])");}
return field;}
function firstWrong(form){var wrong=form.querySelector("[aria-invalid=true]");return wrong&&uncover(wrong);}
function isUnread(field){return!!(field.validity&&field.validity.badInput);}
function unread(form){return Array.prototype.filter.call(form.elements,isUnread);}
function mark(field,root){var slot=document.getElementById(field.id+"-error"),isBad=isUnread(field);if(!slot||(!isBad&&!field.internshipUnread)){return;}
field.internshipUnread=isBad;slot.textContent=isBad?root.dataset[field.type==="date"?"textNoDay":"textUnread"]:"";if(isBad){field.setAttribute("aria-invalid","true");}else{field.removeAttribute("aria-invalid");}}
function look(field){var root=field.closest(".internship"),form=field.form;window.clearTimeout(field.internshipLooking);if(!root||!field.isConnected||!(isUnread(field)||field.internshipUnread)){return;}
mark(field,root);if(form&&form.internshipKeeper){form.internshipKeeper.looked();}}
[["focusout",LEFT],["keyup",PAUSE],["input",PAUSE],["change",PAUSE]].forEach(function(one){document.addEventListener(one[0],function(event){var field=event.target;if(!field.validity||!(isUnread(field)||field.internshipUnread)){return;}
window.clearTimeout(field.internshipLooking);field.internshipLooking=window.setTimeout(function(){look(field);},one[1]);});});document.addEventListener("htmx:confirm",function(event){var elt=event.detail.elt,form=elt.closest&&elt.closest(".internship")?elt.closest("form"):null;var isSave=form&&elt===form&&form.internshipKeeper&&!form.internshipKeeper.isLocal;if(!form||isSave||(elt!==form&&event.detail.verb!=="post")){return;}
var bad=unread(form);if(!bad.length){return;}
event.preventDefault();event.stopImmediatePropagation();bad.forEach(look);uncover(bad[0]).focus();bad[0].scrollIntoView({block:"center"});});document.addEventListener("htmx:afterRequest",function(event){var root=event.detail.elt.closest?event.detail.elt.closest(".internship"):null;if(!root){return;}
root.querySelectorAll("input").forEach(function(field){if(field.internshipUnread){mark(field,root);}});});window.InternshipFields={valuesOf:valuesOf,asItCame:asItCame,numbered:numbered,changed:changed,fieldOf:fieldOf,put:put,unread:unread,uncover:uncover,firstWrong:firstWrong};}());
(function(){"use strict";var PAUSE=1000,RETRY=4000;var copies=window.InternshipCopies,fields=window.InternshipFields;var numbered=fields.numbered,changed=fields.changed,fieldOf=fields.fieldOf,put=fields.put;function isPage(xhr){return!!xhr&&/<html/i.test(xhr.responseText);}
function hasArrived(xhr){return!!xhr&&xhr.status===200&&!isPage(xhr);}
function isKept(xhr){return!!xhr&&xhr.status===422&&!isPage(xhr)&&!!xhr.getResponseHeader("X-Internship-Revision");}
function refusedOf(xhr){return(isKept(xhr)&&xhr.getResponseHeader("X-Internship-Refused")||"").split(" ").filter(Boolean);}
function savedIn(form){var names=(form.dataset.notKept||"").split(" ");return fields.asItCame(form).map(function(pair){return names.indexOf(pair[0])<0?pair:[pair[0],""];});}
function Keeper(form,root){var keeper=this;form.noValidate=true;this.form=form;this.root=root;this.timer=null;this.again=false;this.dirty=false;this.sending=false;this.busy=false;this.base=this.sent=savedIn(form);this.since=[];this.unsure=null;this.seen=JSON.stringify(this.base);this.isUncopied=false;this.isWaiting=false;this.refusedNames=[];this.isLocal=form.hasAttribute("data-draft-local");form.addEventListener("htmx:beforeOnLoad",function(event){keeper.arrived(event.detail);});form.addEventListener("htmx:afterRequest",function(event){keeper.ended(event.detail);});this.name=copies.nameOf(root,form.dataset.draft);this.key=this.name+Math.random().toString(36).slice(2);this.copy=null;this.old=null;}
Keeper.prototype.values=function(){return fields.valuesOf(this.form,this.base);};Keeper.prototype.revision=function(){var field=this.form.elements.revision;return field?field.value:"";};Keeper.prototype.setRevision=function(revision){if(revision&&this.form.elements.revision){this.form.elements.revision.value=revision;}};Keeper.prototype.written=function(){var form=this.form,values=this.values(),typed=changed(values,this.base).filter(function(one){return fieldOf(form,one).type!=="hidden";}).map(function(one){return one.name;});return JSON.stringify({revision:this.revision(),values:values,typed:typed,at:Date.now()});};Keeper.prototype.keep=function(){var copy=this.written();try{window.localStorage.setItem(this.key,copy);this.copy=copy;this.isUncopied=false;if(this.old){copies.drop(this.old.key,this.old.copy);this.old=null;}}catch(problem){this.isUncopied=true;}};Keeper.prototype.forget=function(){try{if(this.isLocal){copies.of(this.name).forEach(function(one){window.localStorage.removeItem(one.key);});}
else{copies.drop(this.key,this.copy);if(this.old){copies.drop(this.old.key,this.old.copy);this.old=null;}}}catch(problem){}
this.isUncopied=false;};Keeper.prototype.place=function(){var form=this.form;return Array.prototype.filter.call(form.querySelectorAll("[data-save-state]"),function(place){return place.closest("form")===form;})[0]||this.root.querySelector("[data-save-state]");};Keeper.prototype.focusState=function(){var place=this.place();if(place){place.tabIndex=-1;place.focus({preventScroll:true});}};Keeper.prototype.say=function(name,extra){this.state=name;if(this.isUncopied&&/Kept|Offline/.test(name)){name="Uncopied";}
var place=this.place();var words=this.form.dataset["text"+name]||this.root.dataset["text"+name];if(place){place.textContent=words+(extra?" "+extra:"");place.dataset.state=name.toLowerCase();}};Keeper.prototype.sayDone=function(){if(this.isPartly()){this.say("Partly");}else{this.say("Saved",window.InternshipMoments.clock(new Date(),this.root));}};Keeper.prototype.isPartly=function(){return this.refusedNames.length>0||fields.unread(this.form).length>0;};Keeper.prototype.complete=function(parameters){var base=this.base;fields.unread(this.form).forEach(function(field){var known=base.filter(function(pair){return pair[0]===field.name;})[0];if(field.name){parameters[field.name]=known?known[1]:"";}});};Keeper.prototype.looked=function(){this.typed();if(!this.dirty&&!this.sending&&!this.busy&&!this.isLocal){this.sayDone();}};Keeper.prototype.typed=function(){var values=JSON.stringify(this.values());if(values===this.seen){return;}
this.seen=values;if(this.isLocal&&values===JSON.stringify(this.base)){this.forget();this.asItWas();return;}
this.dirty=true;this.keep();if(this.isLocal||this.isUncopied){this.say("Kept");}
this.later(PAUSE);};Keeper.prototype.asItWas=function(){this.dirty=false;if(this.place()){this.place().textContent="";}};Keeper.prototype.later=function(wait){var keeper=this;if(this.isLocal){return;}
this.stop();this.timer=window.setTimeout(function(){keeper.timer=null;keeper.send();},wait);};Keeper.prototype.stop=function(){window.clearTimeout(this.timer);this.timer=null;};Keeper.prototype.send=function(){if(!this.form.isConnected){return;}
if(this.sending||this.busy){this.again=true;return;}
this.stop();this.sending=true;this.say("Saving");window.htmx.trigger(this.form,"ix-save");};Keeper.prototype.kindOf=function(config){var form=config.elt.closest("form");if(config.elt===this.form){return this.isLocal?2:1;}
if(config.elt.hasAttribute("data-preview")){return 0;}
return(form===this.form||!form)&&config.verb==="post"?2:0;};Keeper.prototype.starts=function(kind){if(kind===2){this.busy=true;}
this.dirty=false;this.again=false;this.sent=kind===1&&this.unsure?this.unsure.values:this.values();};Keeper.prototype.arrived=function(detail){var kept=isKept(detail.xhr);if(this.kindOf(detail.requestConfig)!==2||!(kept||hasArrived(detail.xhr))){return;}
this.has(detail.xhr);if(kept){this.setRevision(detail.xhr.getResponseHeader("X-Internship-Revision"));}
if(!this.dirty){this.stop();if(this.refusedNames.length){this.keep();}else{this.forget();}
if(kept){this.sayDone();}}};Keeper.prototype.has=function(xhr){var names=this.refusedNames=refusedOf(xhr),before={};numbered(this.base).forEach(function(one){before[one.name+" "+one.at]=one.value;});this.base=numbered(this.sent).map(function(one){var key=one.name+" "+one.at,isOut=names.indexOf(one.name)>=0;return[one.name,isOut?(key in before?before[key]:""):one.value];});};Keeper.prototype.ended=function(detail){var kind=this.kindOf(detail.requestConfig),keeper=this,pressed=this.pressed;if(kind&&detail.requestConfig.elt===this.form){this.busy=false;this.answered(detail.xhr);return;}
if(kind!==2){return;}
this.busy=false;this.pressed=null;this.carry();if(isKept(detail.xhr)){if(this.dirty){this.later(PAUSE);}}else if(!hasArrived(detail.xhr)){this.refused(detail.xhr);if(this.unsure){this.later(0);}}else if(!this.dirty){this.forget();}
if(pressed){window.setTimeout(function(){if(pressed.isConnected){pressed.click();}else{keeper.later(0);}},0);}
else if(this.again||(this.dirty&&hasArrived(detail.xhr))){this.later(PAUSE);}};Keeper.prototype.answered=function(xhr){this.sending=false;this.stop();var status=xhr?xhr.status:0,wasUnsure=this.unsure;if(status===200&&this.isLocal){this.dirty=this.isWaiting=false;return;}
if(hasArrived(xhr)||isKept(xhr)){this.unsure=null;this.isWaiting=false;this.setRevision(xhr.getResponseHeader("X-Internship-Revision"));this.has(xhr);if(this.dirty||this.again||changed(this.values(),this.sent).length){this.dirty=true;this.keep();this.later(wasUnsure?0:PAUSE);return;}
if(this.refusedNames.length){this.keep();}else{this.forget();}
this.sayDone();return;}
this.refused(xhr);if(status===409&&wasUnsure){this.later(0);}
else if(status===409){this.say("Conflict");}
else if(this.isWaiting||(status>=400&&status<500)){this.say("Attention");}
else{this.say("Offline");this.later(RETRY);}};Keeper.prototype.refused=function(xhr){var status=xhr?xhr.status:0,isLost=!this.isLocal&&(status===0||status>500);this.isWaiting=isPage(xhr)||status===401||status===403;this.unsure=isLost?this.unsure||{parameters:this.parameters,values:this.sent}:null;this.dirty=true;this.keep();};Keeper.prototype.isPending=function(){this.typed();return this.dirty&&this.timer!==null&&!this.isLocal;};Keeper.prototype.carry=function(){var since=this.since,form=this.form,draft=form.dataset.draft,caret=this.caret;this.since=[];if(!since.length){return;}
if(!form.isConnected){this.forget();form=Array.prototype.filter.call(this.root.querySelectorAll("form[data-draft]"),function(one){return one.dataset.draft===draft;})[0];}
copies.loosen(this.root,form?put(form,since):since);if(caret&&document.activeElement.id===caret.id){try{document.activeElement.setSelectionRange(caret.from,caret.to);}catch(problem){}}
if(form&&form.internshipKeeper){form.internshipKeeper.typed();}};Keeper.prototype.start=function(){var kept=null,isTyped=JSON.stringify(this.values())!==this.seen,missing;try{kept=copies.of(this.name)[0];}catch(problem){}
if(kept&&!Array.isArray(kept.values)){kept=null;}
kept=this.newer(kept,isTyped);if(kept&&(!isTyped||JSON.stringify(kept.values)===JSON.stringify(this.values()))){this.old=kept.key?kept:null;}
if(isTyped){this.typed();return;}
if(!kept){return;}
if(JSON.stringify(kept.values)===this.seen){this.forget();return;}
if(this.isLocal&&kept.revision!==this.revision()&&!this.form.hasAttribute("data-draft-compared")){this.outdated(kept);return;}
missing=put(this.form,numbered(kept.values));if(this.form.hasAttribute("data-draft-others")){missing.forEach(keepAlong,this.form);}
else{copies.loosen(this.root,missing.filter(function(one){return!kept.typed||kept.typed.indexOf(one.name)>=0;}));}
this.setRevision(kept.revision);this.seen=JSON.stringify(this.values());this.dirty=true;this.keep();this.say("Restored");this.later(PAUSE);};Keeper.prototype.newer=function(kept,isTyped){var held=null;try{held=JSON.parse(this.form.dataset.held||"null");}catch(problem){}
if(!held||!Array.isArray(held.values)||(kept&&kept.at>=held.at)){return kept;}
if(kept&&!isTyped&&JSON.stringify(kept.values)!==JSON.stringify(held.values)){this.outdated(kept);}
return held;};Keeper.prototype.outdated=function(kept){copies.loosen(this.root,numbered(kept.values).filter(function(one){return!kept.typed||kept.typed.indexOf(one.name)>=0;}));this.forget();};Keeper.prototype.discard=function(){this.forget();window.HTMLFormElement.prototype.reset.call(this.form);this.seen=JSON.stringify(this.values());this.asItWas();};function keepAlong(one){if(typeof one.value!=="string"||!one.value.trim()){return;}
var field=document.createElement("input");field.type="hidden";field.name=one.name;field.value=one.value;this.appendChild(field);}
Keeper.prototype.isStuck=function(){return!this.sending&&!this.busy&&/Conflict|Attention|Offline|Partly/.test(this.state);};Keeper.hasArrived=hasArrived;Keeper.changed=changed;window.InternshipKeeper=Keeper;}());
(function(){"use strict";var Keeper=window.InternshipKeeper,copies=window.InternshipCopies;function keeperOf(element){var form=element&&element.closest?element.closest("form"):null;return form&&form.internshipKeeper;}
document.addEventListener("input",function(event){var keeper=keeperOf(event.target);if(keeper){keeper.typed();}});document.addEventListener("change",function(event){var keeper=keeperOf(event.target);if(keeper){keeper.typed();}});document.addEventListener("focusout",function(event){var keeper=keeperOf(event.target);if(keeper&&!keeper.form.contains(event.relatedTarget)&&keeper.isPending()){keeper.later(0);}});document.addEventListener("htmx:configRequest",function(event){var keeper=keeperOf(event.detail.elt);var kind=keeper&&keeper.kindOf(event.detail);if(!kind){return;}
if(kind===1&&keeper.unsure){event.detail.parameters=keeper.unsure.parameters;}
else{keeper.complete(event.detail.parameters);}
keeper.parameters=event.detail.parameters;});document.addEventListener("htmx:beforeRequest",function(event){var keeper=keeperOf(event.detail.elt),kind=keeper&&keeper.kindOf(event.detail.requestConfig);if(kind){keeper.starts(kind);}});document.addEventListener("htmx:beforeSwap",function(event){var detail=event.detail,config=detail.requestConfig,keeper=config&&keeperOf(config.elt),now=document.activeElement;if(!keeper||keeper.isLocal||keeper.kindOf(config)!==2||!Keeper.hasArrived(detail.xhr)){return;}
var since=Keeper.changed(keeper.values(),keeper.sent),revision=detail.xhr.getResponseHeader("X-Internship-Revision");if(since.length&&revision&&detail.target.contains(keeper.form)){detail.shouldSwap=false;keeper.setRevision(revision);keeper.pressed=config.elt;}else{keeper.since=since;keeper.caret=now&&now.form===keeper.form?{id:now.id,from:now.selectionStart,to:now.selectionEnd}:null;}});document.addEventListener("htmx:afterSwap",function(event){var keeper=event.detail.requestConfig&&keeperOf(event.detail.requestConfig.elt);if(keeper){keeper.carry();}});function now(element){return(!element.isConnected&&element.id&&document.getElementById(element.id))||element;}
function stopped(root,marked,form){var part=marked.closest("form, [data-part]");var slot=marked.querySelector("[data-messages]")||(part||root).querySelector("[data-messages]");var box=document.createElement("div"),closed=form.closest("details"),wrong=window.InternshipFields.firstWrong(form);box.className="ix-message ix-message--wrong";box.setAttribute("role","alert");box.textContent=root.dataset[wrong?"textStopped":"textAttention"];if(slot){slot.replaceChildren(box);}
form.addEventListener("htmx:afterRequest",function gone(event){if(event.detail.elt!==form||!Keeper.hasArrived(event.detail.xhr)){return;}
box.remove();form.removeEventListener("htmx:afterRequest",gone);});if(closed){closed.open=true;}
if(wrong){wrong.focus();}
(wrong||form).scrollIntoView({block:wrong?"center":"nearest"});}
function unsaved(root){window.InternshipDrafts.attach(root);var keepers=Array.prototype.map.call(root.querySelectorAll("form[data-draft]"),keeperOf);return keepers.filter(function(keeper){return keeper&&!keeper.isLocal&&(keeper.dirty||keeper.sending||keeper.busy||keeper.isPartly());}).concat(window.InternshipLater.kept(root).map(function(place){return{form:place,send:function(){window.InternshipLater.open(place);},isStuck:function(){return!place.classList.contains("htmx-request");}};}));}
document.addEventListener("htmx:confirm",function(event){var detail=event.detail,root=detail.elt.closest?detail.elt.closest(".internship"):null,own=keeperOf(detail.elt);var marked=root&&detail.elt.closest("[data-after-drafts]");function open(){if(marked){return unsaved(root).filter(function(one){return!marked.dataset.afterDrafts||[one.form.dataset.draft,one.form.dataset.drafted].indexOf(marked.dataset.afterDrafts)>=0;});}
return own&&own.unsure&&own.kindOf(detail)===2?[own]:[];}
if(!open().length){return;}
event.preventDefault();open().forEach(function(one){one.send();});var watch=window.setInterval(function(){var left=open(),stuck=left.filter(function(one){return one.isStuck();});if(left.length&&!stuck.length){return;}
window.clearInterval(watch);if(left.length&&marked){stopped(root,now(marked),stuck[0].form);}
else if(detail.elt.isConnected){detail.issueRequest(true);}
else if(now(detail.elt).isConnected){now(detail.elt).click();}},50);});window.addEventListener("online",function(){document.querySelectorAll("form[data-draft]").forEach(function(form){if(form.internshipKeeper&&form.internshipKeeper.dirty){form.internshipKeeper.later(0);}});});function comeBack(){var isHidden=document.visibilityState==="hidden";document.querySelectorAll("form[data-draft]").forEach(function(form){var keeper=form.internshipKeeper;if(!keeper){return;}
if(isHidden&&keeper.isPending()){keeper.send();}
if(!isHidden&&keeper.isWaiting&&keeper.dirty){keeper.later(0);}});}
document.addEventListener("visibilitychange",comeBack);window.addEventListener("focus",comeBack);document.addEventListener("click",function(event){var button=event.target.closest?event.target.closest("[data-keep-mine], [data-take-theirs], [data-discard]"):null;var keeper=keeperOf(button);if(!keeper){return;}
if(button.hasAttribute("data-discard")){keeper.discard();keeper.focusState();return;}
if(button.hasAttribute("data-keep-mine")){keeper.form.elements.revision.value=button.dataset.keepMine;keeper.send();keeper.focusState();}else{keeper.forget();window.location.reload();}});window.InternshipDrafts={attach:function(root){root.querySelectorAll("[data-kept]").forEach(function(place){if(!place.internshipSeen){place.internshipSeen=true;copies.showKept(root,place);}});root.querySelectorAll("[data-draft-waits]").forEach(function(place){place.hidden=!(place.hasAttribute("data-draft-held")||copies.isKept(root,place.dataset.draftWaits));});root.querySelectorAll("form[data-draft]").forEach(function(form){if(form.internshipKeeper){return;}
form.internshipKeeper=new Keeper(form,root);form.internshipKeeper.start();});if(!root.internshipLoose){root.internshipLoose=true;copies.showLoose(root,[]);}}};}());
(function(){"use strict";var FAR=6,QUICK=160;function Board(form){this.form=form;this.tray=form.querySelector("[data-tray]");this.piles=form.querySelector("[data-piles]");this.cards=Array.prototype.slice.call(form.querySelectorAll("[data-card]"));this.byKeyboard=false;this.isPlacing=false;this.drag=null;}
Board.prototype.hasRoom=function(){return window.getComputedStyle(this.piles).display!=="none";};Board.prototype.placeOf=function(card){var chosen=card.querySelector("input:checked");if(!chosen||!this.hasRoom()){return this.tray;}
return this.pile(chosen.value)||this.tray;};Board.prototype.pile=function(id){return Array.prototype.filter.call(this.piles.children,function(pile){return pile.dataset.pile===id;})[0];};Board.prototype.place=function(card,isMoving){var to=this.placeOf(card),from=card.getBoundingClientRect(),focused=document.activeElement;if(card.parentNode!==to&&!this.isPlacing){this.isPlacing=true;if(to===this.tray){to.insertBefore(card,this.after(card));}else{to.appendChild(card);}
this.isPlacing=false;if(card.contains(focused)){focused.focus({preventScroll:true});}
if(isMoving){glide(card,from);}}
this.tray.dataset.left=this.tray.querySelectorAll("[data-card]").length;};Board.prototype.after=function(card){var tray=this.tray;return this.cards.slice(this.cards.indexOf(card)+1).filter(function(other){return other.parentNode===tray;})[0]||null;};Board.prototype.placeAll=function(){this.cards.forEach(function(card){this.place(card,false);},this);};Board.prototype.start=function(){var board=this,form=this.form;this.piles.hidden=false;form.classList.add("ix-sort--board");this.placeAll();form.addEventListener("keydown",function(){board.byKeyboard=true;});document.addEventListener("keydown",function(event){if(event.key==="Escape"){board.cancel();}});form.addEventListener("pointerdown",function(event){board.byKeyboard=false;board.press(event);});form.addEventListener("pointermove",function(event){board.follow(event);});form.addEventListener("pointerup",function(event){board.drop(event);});form.addEventListener("pointercancel",function(){board.cancel();});form.addEventListener("change",function(event){var card=event.target.closest("[data-card]");if(card&&!board.byKeyboard){board.place(card,true);}});form.addEventListener("focusout",function(event){var card=event.target.closest("[data-card]");if(card&&board.byKeyboard&&!card.contains(event.relatedTarget)){board.place(card,true);}});if(window.ResizeObserver){new window.ResizeObserver(function(){if(!board.drag){board.placeAll();}}).observe(form.closest(".internship"));}};Board.prototype.press=function(event){var card=event.target.closest("[data-card]"),grip=event.target.closest("[data-grip]");if(!card||card.hasAttribute("data-fixed")||event.button!==0||!this.hasRoom()||event.target.closest("label, input, a, button")){return;}
if(event.pointerType!=="mouse"&&!grip){return;}
event.preventDefault();this.drag={card:card,id:event.pointerId,x:event.clientX,y:event.clientY,over:null,isMoving:false};};Board.prototype.follow=function(event){var drag=this.drag;if(!drag||drag.id!==event.pointerId){return;}
var x=event.clientX-drag.x,y=event.clientY-drag.y;if(!drag.isMoving){if(Math.abs(x)+Math.abs(y)<FAR){return;}
drag.isMoving=true;drag.card.classList.add("ix-sortable--moving");this.form.setPointerCapture(drag.id);}
event.preventDefault();drag.card.style.transform="translate("+x+"px, "+y+"px)";this.mark(this.zoneAt(event.clientX,event.clientY));};Board.prototype.zoneAt=function(x,y){var zones=Array.prototype.slice.call(this.piles.children).concat(this.tray);return zones.filter(function(zone){var box=zone.getBoundingClientRect();return x>=box.left&&x<=box.right&&y>=box.top&&y<=box.bottom;})[0]||null;};Board.prototype.mark=function(zone){var drag=this.drag;if(drag.over===zone){return;}
if(drag.over){drag.over.classList.remove("ix-pile--over");}
if(zone){zone.classList.add("ix-pile--over");}
drag.over=zone;};Board.prototype.drop=function(event){var drag=this.drag;if(!drag||drag.id!==event.pointerId){return;}
var zone=drag.over,card=drag.card,wasMoving=drag.isMoving;this.cancel();if(!wasMoving||!zone){return;}
card.querySelectorAll("input").forEach(function(input){input.checked=input.value===zone.dataset.pile;});this.place(card,false);card.dispatchEvent(new Event("change",{bubbles:true}));};Board.prototype.cancel=function(){var drag=this.drag;if(!drag){return;}
this.mark(null);drag.card.classList.remove("ix-sortable--moving");drag.card.style.transform="";this.drag=null;};function glide(card,from){if(!card.animate||window.matchMedia("(prefers-reduced-motion: reduce)").matches){return;}
var to=card.getBoundingClientRect();card.animate([{transform:"translate("+(from.left-to.left)+"px, "+(from.top-to.top)+"px)"},{transform:"none"}],{duration:QUICK,easing:"ease-out"});}
window.InternshipCards={attach:function(root){root.querySelectorAll("form[data-sort]").forEach(function(form){if(form.internshipBoard){return;}
form.internshipBoard=new Board(form);form.internshipBoard.start();});}};}());
(function(){"use strict";var REST=3000;function count(text){if(!/[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/.test(text)||!window.Intl||!window.Intl.Segmenter){return(text.match(/\S*[\p{L}\p{N}]\S*/gu)||[]).length;}
return Array.from(new window.Intl.Segmenter(undefined,{granularity:"word"}).segment(text)).filter(function(part){return part.isWordLike;}).length;}
function show(line){var form=line.closest("form"),sum=0;form.querySelectorAll("textarea").forEach(function(field){sum+=count(field.value);});line.querySelector("[data-words-count]").textContent=sum.toLocaleString(document.documentElement.lang||undefined);line.querySelector("[data-words-so-far]").hidden=!sum;}
function say(line){line.querySelector("[data-words-said]").textContent=line.querySelector("[data-words-so-far]").textContent;}
document.addEventListener("input",function(event){var form=event.target.matches&&event.target.matches(".internship textarea")&&event.target.form;var line=form&&form.querySelector("[data-words]");if(!line){return;}
show(line);window.clearTimeout(line.internshipRest);line.internshipRest=window.setTimeout(function(){say(line);},REST);});window.InternshipWords={attach:function(root){root.querySelectorAll("form [data-words]").forEach(show);}};}());
(function(){"use strict";var selected=null;function passageOf(node){var element=node&&(node.nodeType===1?node:node.parentElement);return element&&element.closest?element.closest(".internship [data-quotable]"):null;}
document.addEventListener("selectionchange",function(){var selection=window.getSelection(),passage=selection&&passageOf(selection.anchorNode);if(!selection||selection.isCollapsed||!passage){return;}
var inOne=passage===passageOf(selection.focusNode);selected=inOne?{words:selection.toString(),entry:passage.closest(".ix-entry")}:null;});function partsOf(element){var form=element.closest("form"),panel=form&&form.querySelector("[data-quote-panel]");return panel&&{form:form,panel:panel,field:panel.querySelector("[data-quote-field]"),button:form.querySelector("[data-quote]")};}
function open(parts){parts.panel.hidden=false;if(parts.button){parts.button.setAttribute("aria-expanded","true");}}
function put(parts,words){parts.field.value=words.replace(/\s+/g," ").trim();parts.field.dispatchEvent(new Event("input",{bubbles:true}));}
document.addEventListener("click",function(event){var button=event.target.closest?event.target.closest("[data-quote]"):null,parts=button&&partsOf(button);if(!parts||!parts.field){return;}
open(parts);if(selected&&selected.words.trim()&&selected.entry===button.closest(".ix-entry")){put(parts,selected.words);selected=null;parts.field.focus();}else{(parts.panel.querySelector("[data-quote-choice]")||parts.field).focus();}});document.addEventListener("change",function(event){var choice=event.target.matches&&event.target.matches("[data-quote-choice]")?event.target:null;var parts=choice&&partsOf(choice);if(parts&&parts.field&&choice.value){put(parts,choice.value);}});window.InternshipQuotes={attach:function(root){root.querySelectorAll("[data-quote-field]").forEach(function(field){var parts=field.value?partsOf(field):null;if(parts){open(parts);}});}};}());
(function(){"use strict";function all(root){return Array.prototype.slice.call(root.querySelectorAll("[data-later]"));}
function earlier(id){return Array.prototype.filter.call(document.querySelectorAll("[data-earlier]"),function(one){var start=one.dataset.earlier;return id.indexOf(start)===0&&/^[0-9]/.test(id.slice(start.length));})[0];}
function reachEarlier(way,wish){var button=way.querySelector("button");button.internshipWish=wish;button.click();}
function open(place){var closed=place.closest("details:not([open])");while(closed){closed.open=true;closed=place.closest("details:not([open])");}
window.htmx.trigger(place,"ix-open");}
function fetchOpen(root){all(root).forEach(function(place){if(!place.closest("details:not([open])")){window.htmx.trigger(place,"ix-open");}});}
function reread(part){if(part.querySelector("form")){window.htmx.trigger("#"+part.dataset.edit,"ix-read");}}
function rereadSoon(part){window.clearTimeout(part.internshipReread);part.internshipReread=window.setTimeout(function(){if(part.open&&part.isConnected){reread(part);}},3000);}
document.addEventListener("toggle",function(event){var part=event.target;if(!part.closest(".internship")){return;}
if(part.open){fetchOpen(part);}else if(part.dataset.edit){reread(part);}},true);document.addEventListener("htmx:afterRequest",function(event){var from=event.detail.elt,part=event.detail.successful&&from.closest&&from.closest("details[data-edit]");if(part&&event.detail.requestConfig.verb==="post"){rereadSoon(part);}});document.addEventListener("htmx:afterRequest",function(event){var form=event.detail.elt.id&&document.querySelector("details[data-edit='"+event.detail.elt.id+"']");if(form&&!(event.detail.successful&&!/<html[\s>]/i.test(event.detail.xhr.responseText))){form.open=true;}});window.addEventListener("online",function(){fetchOpen(document);});document.addEventListener("visibilitychange",function(){if(document.visibilityState!=="hidden"){fetchOpen(document);}});function hold(text){var now=document.activeElement;text.internshipHeld={focus:text.contains(now)?now:null,open:Array.prototype.map.call(text.querySelectorAll("details[open][id]"),function(one){return one.id;}),places:Array.prototype.slice.call(text.querySelectorAll(".ix-talk > [id], [data-place]"))};text.internshipHeld.places.forEach(function(one){one.remove();});}
function putBack(text){var held=text.internshipHeld,focus=held&&held.focus;if(!held){return;}
text.internshipHeld=null;held.places.forEach(function(one){var place=document.getElementById(one.id);if(place){place.replaceWith(one);}});held.open.forEach(function(id){var details=document.getElementById(id);if(details){details.open=true;}});if(focus&&!focus.isConnected){focus=focus.id&&document.getElementById(focus.id);}
if(!focus||document.activeElement===focus){return;}
if(focus.matches("details, tr, li, div")){focus.tabIndex=-1;}
focus.focus({preventScroll:true});}
function isText(place){return!!place&&place.matches&&place.matches(".ix-part-text");}
document.addEventListener("htmx:beforeSwap",function(event){var xhr=event.detail.xhr;if(isText(event.detail.target)&&xhr.status===200&&!/<html[\s>]/i.test(xhr.responseText)){hold(event.detail.target);}});document.addEventListener("htmx:oobBeforeSwap",function(event){if(isText(event.detail.target)){hold(event.detail.target);}});["htmx:afterSwap","htmx:oobAfterSwap"].forEach(function(name){document.addEventListener(name,function(event){if(isText(event.detail.target)){putBack(event.detail.target);}});});document.addEventListener("htmx:configRequest",function(event){var root=event.detail.elt.closest?event.detail.elt.closest(".internship"):null;var names=root&&event.detail.verb!=="get"?all(root).map(function(place){return place.dataset.later;}):[];if(names.length){event.detail.parameters.later=names;}});window.InternshipLater={attach:function(root){all(root).forEach(function(place){if(place.internshipSeen){return;}
place.internshipSeen=true;place.internshipKept=window.InternshipCopies.isKept(root,place.dataset.drafted);if(place.internshipKept){open(place);}});},reach:function(id){var place=all(document).filter(function(one){return id.indexOf(one.dataset.holds)===0;})[0];var way=!place&&earlier(id);if(way){reachEarlier(way,{id:id,from:document.activeElement,details:null});}
if(!place){return;}
place.internshipWish={id:id,from:document.activeElement,details:place.closest("details")};open(place);place.scrollIntoView({block:"nearest"});},reached:function(place){var wish=place&&place.internshipWish,now=document.activeElement;if(!wish||place.isConnected){return null;}
place.internshipWish=null;if(now!==wish.from&&now!==document.body){return null;}
var there=document.getElementById(wish.id),way=!there&&earlier(wish.id);if(way){reachEarlier(way,wish);return true;}
return there||wish.details;},kept:function(root){return all(root).filter(function(place){return place.internshipKept;});},open:open};}());
(function(){"use strict";var KEY="internship:invitation",place=document.querySelector("[data-invitation]");var STATE=place?place.dataset.invitation:"";function keep(code){try{window.sessionStorage.setItem(KEY,code);}catch(problem){}}
function kept(){try{return window.sessionStorage.getItem(KEY)||"";}catch(problem){return"";}}
function forget(){try{window.sessionStorage.removeItem(KEY);}catch(problem){}}
function taken(){var code=window.location.hash.slice(1);if(!code||code==="content"){return"";}
window.history.replaceState(null,"",window.location.pathname+window.location.search);return code;}
function begin(){var code=taken();if(code){keep(code);}
if(/^(ask|seats)$/.test(STATE)&&kept()){place.elements.code.value=kept();place.submit();}}
if(STATE!=="ask"){forget();}
if(STATE==="shown"){place.addEventListener("submit",function(){keep(place.elements.code.value);});document.querySelectorAll("[data-keeps-code]").forEach(function(way){way.addEventListener("click",function(){keep(place.elements.code.value);});});}
if(place){window.addEventListener("hashchange",begin);begin();}}());
(function(){"use strict";var form=document.querySelector("form[data-check]");if(!form){return;}
function begin(){var code=window.location.hash.slice(1);if(!code||code==="content"){return;}
window.history.replaceState(null,"",window.location.pathname+window.location.search);form.elements.code.value=code;form.elements.name.focus();}
window.addEventListener("hashchange",begin);begin();}());
(function(){"use strict";var PREFIX="internship:";function keysOf(who){try{return Object.keys(window.localStorage).filter(function(key){return key.indexOf(PREFIX+who+":")===0;});}
catch(problem){return[];}}
function forget(who){keysOf(who).forEach(function(key){window.localStorage.removeItem(key);});}
function move(from,to){keysOf(from).forEach(function(key){window.localStorage.setItem(PREFIX+to+key.slice((PREFIX+from).length),window.localStorage.getItem(key));window.localStorage.removeItem(key);});}
function begin(){document.querySelectorAll("[data-forgets-copies]").forEach(function(place){place.dataset.forgetsCopies.split(" ").filter(Boolean).forEach(forget);});document.querySelectorAll("[data-moves-copies]").forEach(function(place){var both=place.dataset.movesCopies.split(":");try{move(both[0],both[1]);}catch(problem){}});}
window.addEventListener("pageshow",begin);}());
(function(){"use strict";document.addEventListener("click",function(event){var button=event.target.closest&&event.target.closest(".internship button[data-play]"),place,frame;if(!button){return;}
place=button.closest("[data-video]");frame=document.createElement("iframe");frame.src=place.dataset.video;frame.title=place.dataset.title;frame.allow="fullscreen; picture-in-picture";frame.referrerPolicy="strict-origin-when-cross-origin";frame.className="ix-video-frame";button.replaceWith(frame);frame.focus();});}());
(function(){"use strict";function waiting(form){return form.querySelectorAll("[data-line][hidden]");}
document.addEventListener("click",function(event){var button=event.target.closest&&event.target.closest(".internship button[data-add-line]"),next;if(!button){return;}
next=waiting(button.form)[0];if(next){next.hidden=false;next.querySelector("input, textarea, select").focus();}
button.hidden=!waiting(button.form).length;});}());
(function(){"use strict";var KEYS={b:"bold",i:"italic",k:"link"};var pictures={};var MARKS={bold:"**",italic:"*"};function write(area,from,to,text,start,end){area.focus();area.setSelectionRange(from,to);var isDone=false;try{isDone=document.execCommand(text?"insertText":"delete",false,text);}catch(problem){}
if(!isDone){area.setRangeText(text,from,to,"end");area.dispatchEvent(new window.Event("input",{bubbles:true}));}
area.setSelectionRange(start,end);}
function chosen(area){var from=area.selectionStart,to=area.selectionEnd,value=area.value;while(from<to&&/\s/.test(value[from])){from+=1;}
while(to>from&&/\s/.test(value[to-1])){to-=1;}
return{from:from,to:to,text:value.slice(from,to)};}
function stars(value,at,step){var count=0;while(value[at]==="*"){count+=1;at+=step;}
return count;}
function mark(area,sign){var one=chosen(area),value=area.value,size=sign.length,text;var around=Math.min(stars(value,one.from-1,-1),stars(value,one.to,1));if(size===1?around%2===1:around>=2){write(area,one.from-size,one.to+size,one.text,one.from-size,one.to-size);return;}
text=one.text.split("\n").map(function(line){var parts=/^(\s*(?:(?:[-*+]|\d+\.|#+)\s+)?)(.*?)(\s*)$/.exec(line);return parts[2]||one.text===""?parts[1]+sign+parts[2]+sign+parts[3]:line;}).join("\n");if(/\n/.test(one.text)){write(area,one.from,one.to,text,one.from,one.from+text.length);return;}
write(area,one.from,one.to,text,one.from+text.indexOf(sign)+size,one.from+text.lastIndexOf(sign));}
function lines(area,kind){var value=area.value,from=value.lastIndexOf("\n",area.selectionStart-1)+1,to=value.indexOf("\n",area.selectionEnd);var pattern={heading:/^#{1,6} +/,list:/^ {0,3}[-*+] +/,numbers:/^ {0,3}\d+\. +/}[kind],number=0,all,text;if(to<0){to=value.length;}
all=value.slice(from,to).split("\n");var isOn=all.every(function(line){return pattern.test(line)||(!line.trim()&&all.length>1);});text=all.map(function(line){if(isOn){return line.replace(pattern,"");}
if(!line.trim()&&all.length>1){return line;}
number+=1;return{heading:"## ",list:"- ",numbers:number+". "}[kind]+line.replace(/^(?:#{1,6} +| {0,3}(?:[-*+]|\d+\.) +)/,"");}).join("\n");write(area,from,to,text,all.length>1?from:from+text.length,from+text.length);}
function link(area){var one=chosen(area),begun=/^(?:#{1,6}|[-*+]|\d+\.) +/.exec(one.text);if(begun){one.from+=begun[0].length;one.text=area.value.slice(one.from,one.to);}
var isAddress=/^(?:https?:\/\/|mailto:|tel:|\/)\S+$/.test(one.text),words=isAddress?"":one.text;var address=isAddress?one.text:"https://",text="["+words+"]("+address+")",at=one.from+words.length+3;if(words){write(area,one.from,one.to,text,at,at+address.length);}
else{write(area,one.from,one.to,text,one.from+1,one.from+1);}}
function picture(area){var place=document.getElementById(area.id+"-pictures");place.internshipArea=area;place.internshipSpot=chosen(area);window.htmx.trigger(place,"ix-pictures");}
function closePictures(place){var area=place.internshipArea;place.replaceChildren();if(area){area.focus();}}
function insertPicture(place){var address=place.querySelector("[data-picture-address]"),area=place.internshipArea,spot=place.internshipSpot;var said=place.querySelector("[data-picture-words]").value.replace(/[\[\]\n]/g," ").trim(),at=address.value.trim(),text;if(!at||at==="/static/"){document.getElementById(address.id+"-error").textContent=address.dataset.textMissing;address.setAttribute("aria-invalid","true");address.focus();return;}
text="!["+said+"]("+(/[\s()]/.test(at)?"<"+at+">":at)+")";closePictures(place);write(area,spot.from,spot.to,text,spot.from+text.length,spot.from+text.length);}
function pressedPicture(target){var button=target.closest&&target.closest("[data-picture], [data-picture-insert], [data-picture-cancel]");var panel=button&&button.closest(".ix-pictures"),place=panel&&panel.parentElement;if(!place){return;}
if(button.hasAttribute("data-picture-cancel")){closePictures(place);}
else if(button.hasAttribute("data-picture-insert")){insertPicture(place);}
else{panel.querySelectorAll("[data-picture]").forEach(function(one){one.setAttribute("aria-pressed",String(one===button));});panel.querySelector("[data-picture-address]").value=button.dataset.picture;panel.querySelector("[data-picture-words]").focus();}}
function use(area,name){if(MARKS[name]){mark(area,MARKS[name]);}
else if(name==="link"){link(area);}
else if(name==="picture"){picture(area);}
else{lines(area,name);}}
function move(event,bar){var buttons=Array.prototype.slice.call(bar.querySelectorAll("[data-tool]")),at=buttons.indexOf(event.target);var ahead=window.getComputedStyle(bar).direction==="rtl"?"ArrowLeft":"ArrowRight";if(event.key==="Home"){at=0;}
else if(event.key==="End"){at=buttons.length-1;}
else if(event.key==="ArrowLeft"||event.key==="ArrowRight"){at=(at+(event.key===ahead?1:-1)+buttons.length)%buttons.length;}
else{return;}
event.preventDefault();buttons[at].focus();}
document.addEventListener("keydown",function(event){var target=event.target,bar=target.closest&&target.closest("[data-tools]");var panel=target.closest&&target.closest(".ix-pictures");if(bar){move(event,bar);return;}
if(panel&&event.key==="Escape"){event.stopPropagation();closePictures(panel.parentElement);return;}
if(panel&&event.key==="Enter"&&target.matches("input")){event.preventDefault();insertPicture(panel.parentElement);return;}
var tool=(event.ctrlKey||event.metaKey)&&!event.altKey&&!event.shiftKey&&KEYS[event.key];if(!tool||!target.matches||!target.matches(".internship textarea[data-markdown]")){return;}
event.preventDefault();use(target,tool);});document.addEventListener("focusin",function(event){var bar=event.target.closest&&event.target.closest("[data-tools]");if(bar){bar.querySelectorAll("[data-tool]").forEach(function(button){button.tabIndex=button===event.target?0:-1;});}});document.addEventListener("click",function(event){var button=event.target.closest&&event.target.closest("[data-tool]"),bar=button&&button.closest("[data-tools]");if(bar){use(document.getElementById(bar.dataset.tools),button.dataset.tool);}else{pressedPicture(event.target);}});function keeperOf(element){var form=element&&element.closest?element.closest("form"):null;return form&&form.internshipKeeper;}
document.addEventListener("htmx:configRequest",function(event){var keeper=event.detail.elt.hasAttribute("data-preview")&&keeperOf(event.detail.elt);if(!keeper){return;}
event.detail.parameters.copy=keeper.dirty?keeper.written():"";event.detail.elt.internshipSent=keeper.seen;if(keeper.form.hasAttribute("data-new")){event.detail.parameters.left=(keeper.form.internshipLeft||[]).join(" ");}});document.addEventListener("focusout",function(event){var field=event.target,form=field.form,shown=form&&form.querySelector("[data-preview]");if(!shown||!field.name||!form.hasAttribute("data-new")){return;}
form.internshipLeft=form.internshipLeft||[];if(form.internshipLeft.indexOf(field.name)>=0){return;}
form.internshipLeft.push(field.name);window.setTimeout(function(){if(shown.isConnected){window.htmx.trigger(shown,"ix-preview");}},300);});document.addEventListener("htmx:afterRequest",function(event){var shown=event.detail.elt,keeper=shown.hasAttribute("data-preview")&&keeperOf(shown),xhr=event.detail.xhr;if(!keeper||!keeper.dirty||!xhr||!xhr.getResponseHeader("X-Internship-Kept")){return;}
if(shown.internshipSent===keeper.seen&&keeper.state!=="Restored"){keeper.say("Held");}});document.addEventListener("click",function(event){var button=event.target.closest&&event.target.closest("[data-discard]"),form=button&&button.closest("form");var shown=form&&form.querySelector("[data-preview]");if(shown){window.htmx.trigger(shown,"ix-preview");}});document.addEventListener("htmx:oobBeforeSwap",function(event){var place=event.detail.target,fold=place.querySelector("details"),box=place.querySelector(".ix-scroll");if(!place.hasAttribute("data-picture-place")){return;}
var now=event.detail.fragment.querySelector("details");if(now&&fold){now.open=fold.open;}
pictures[place.id]=box?box.scrollLeft:0;});document.addEventListener("htmx:oobAfterSwap",function(event){var box=event.detail.target.id in pictures&&document.getElementById(event.detail.target.id).querySelector(".ix-scroll");if(box){box.scrollLeft=pictures[event.detail.target.id];}});function attach(root){root.querySelectorAll("form[data-draft]").forEach(function(form){var keeper=form.internshipKeeper,shown=form.querySelector("[data-preview]"),fold=form.closest(".ix-studio-settings");if(!keeper||form.internshipAuthored){return;}
form.internshipAuthored=true;if(keeper.dirty&&fold){fold.open=true;}
if(shown&&(keeper.dirty||form.dataset.held||shown.hasAttribute("data-look"))){window.htmx.trigger(shown,"ix-preview");}});}
window.InternshipStudio={attach:attach};}());
(function(){"use strict";if(window.InternshipBlock){return;}
var started=false;function cookie(name){var found=document.cookie.split("; ").filter(function(pair){return pair.indexOf(name+"=")===0;})[0];return found?decodeURIComponent(found.slice(name.length+1)):"";}
function rootOf(element){return element&&element.closest?element.closest(".internship"):null;}
function slotFor(element,root){var part=element.closest("form, [data-part]");return(part&&part.querySelector("[data-messages]"))||root.querySelector("[data-messages]");}
function clearErrors(scope){scope.querySelectorAll("[data-error]").forEach(function(slot){slot.textContent="";});scope.querySelectorAll("[aria-invalid]").forEach(function(field){field.removeAttribute("aria-invalid");});}
function writeOut(root){root.querySelectorAll("a[data-address]").forEach(function(link){link.textContent=link.href;});root.querySelectorAll("a[data-mail]").forEach(function(link){var address=new window.URL(link.dataset.mail,document.baseURI).href;var body=link.dataset.body.replace(link.dataset.mail,address);link.href+="?subject="+encodeURIComponent(link.dataset.subject)+"&body="+encodeURIComponent(body.replace(/\n/g,"\r\n"));link.removeAttribute("data-mail");});root.querySelectorAll("textarea[data-letter]").forEach(function(letter){letter.value=letter.value.replace(letter.dataset.letter,new window.URL(letter.dataset.letter,document.baseURI).href);letter.removeAttribute("data-letter");});}
function markErrors(root){root.querySelectorAll("[data-error]").forEach(function(slot){var field=document.getElementById(slot.id.replace(/-error$/,""));if(!field){return;}
if(slot.textContent.trim()){window.InternshipFields.uncover(field).setAttribute("aria-invalid","true");}else{field.removeAttribute("aria-invalid");}});}
function goTo(id){var target=document.getElementById(id);if(target){arrive(target);}else{window.InternshipLater.reach(id);}}
function arrive(target){var text=target.closest(".ix-part-text"),edited=text&&text.parentElement.querySelector("details.ix-edit[open]");if(edited){edited.open=false;}
var draft=target.closest(".ix-version + .ix-document");if(draft){draft.previousElementSibling.replaceChildren();}
var inside=target.matches("summary")?target.parentElement.parentElement:target;var closed=inside.closest("details:not([open])");while(closed){closed.open=true;closed=inside.closest("details:not([open])");}
if(!target.matches("input, select, textarea, button, a[href], summary")){var inner=target.querySelector("input:not([type=hidden]), select, textarea");if(inner){target=inner;}else{target.tabIndex=-1;}}
target.focus();target.scrollIntoView({block:"center"});function again(){if(document.activeElement===target){target.scrollIntoView({block:"center"});}}
window.addEventListener("resize",again,{once:true});window.setTimeout(function(){window.removeEventListener("resize",again);},1000);}
function aim(root){root.querySelectorAll("select[data-about]").forEach(function(list){var last=root.internshipLast||"",start=list.dataset.about;list.removeAttribute("data-about");Array.prototype.forEach.call(list.options,function(option){if(option.value&&start+option.value===last){option.selected=option.defaultSelected=true;}});});}
function noteOpener(place,asker){if(!place||!asker||!asker.isConnected||!place.querySelector("[data-close='"+place.id+"']")){return;}
place.internshipOpener=asker.matches("form")?asker.querySelector("[type=submit]"):asker;}
function close(place){var opener=place.internshipOpener,root=rootOf(place);place.replaceChildren();if(opener&&!opener.isConnected){opener=opener.id&&document.getElementById(opener.id);}
opener=opener||document.getElementById(place.id+"-button");if(opener){arrive(opener);}else{root.internshipHadFocus=true;findFocus(root,place.parentElement);}}
function pressed(element){var button=element.closest("button[data-close], button[data-choose], button[data-done]");if(!button){return;}
if(button.dataset.close){close(document.getElementById(button.dataset.close));return;}
if(button.dataset.done){document.getElementById(button.dataset.done).open=false;goTo(button.dataset.done+"-summary");return;}
document.getElementById(button.dataset.choose).value=button.value;goTo(button.dataset.then);}
function wentOn(root,config){var pressed=config&&config.triggeringEvent,now=document.activeElement;return!!pressed&&pressed.type==="click"&&root.contains(now)&&now!==pressed.target&&now.matches("select, textarea, input:not([type=button], [type=submit])");}
function refusedAt(root,detail){var config=detail.requestConfig,how=config&&config.triggeringEvent,form=how&&config.elt.closest("form, [data-part]");if(!form||!/^(click|submit)$/.test(how.type)||wentOn(root,config)){return null;}
if(detail.xhr.status===409){return form.querySelector("[data-messages] .ix-conflict");}
return detail.xhr.status===422?window.InternshipFields.firstWrong(form):null;}
function findFocus(root,place){if(!root.internshipHadFocus||(document.activeElement&&document.activeElement!==document.body)){return;}
var heading=(place&&root.contains(place)&&place.querySelector("h3, h4, h5"))||root.querySelector("h3, h4");if(!heading){return;}
heading.tabIndex=-1;heading.focus({preventScroll:true});heading.scrollIntoView({block:"nearest"});}
function blameLongest(form){var longest=Array.prototype.slice.call(form.querySelectorAll("input[type=text], textarea")).sort(function(one,other){return other.value.length-one.value.length;})[0];var words=form.querySelector("[data-messages] p"),slot=longest&&document.getElementById(longest.id+"-error");if(slot&&words){slot.textContent=words.textContent;longest.setAttribute("aria-invalid","true");}}
function say(root,slot,text){slot.innerHTML="";var box=document.createElement("div");box.className="ix-message ix-message--wrong";box.setAttribute("role","alert");box.textContent=text;slot.appendChild(box);}
function readFile(input){var file=input.files&&input.files[0],place=document.getElementById(input.dataset.readInto);var slot=document.getElementById(input.id+"-error"),reader;function told(text){slot.textContent=text;markErrors(rootOf(input));}
if(!file||!place||!slot){return;}
told("");if(file.size>Number(input.dataset.most)){told(input.dataset.textLarge);return;}
reader=new window.FileReader();reader.onload=function(){place.value=reader.result;};reader.onerror=function(){told(input.dataset.textUnreadable);};reader.readAsText(file);}
function attachAll(root){window.InternshipMoments.attach(root);window.InternshipDrafts.attach(root);window.InternshipQuotes.attach(root);window.InternshipCards.attach(root);window.InternshipWords.attach(root);window.InternshipLater.attach(root);window.InternshipStudio.attach(root);}
function openAt(id){var place=document.getElementById(id);if(place&&place.matches("button[hx-get]")){place.scrollIntoView({block:"center"});place.click();return;}
goTo(id);}
function comeTo(){var id=window.location.hash.slice(1);if(id&&/^ix[0-9a-f]{8}-/.test(id)&&document.querySelector(".ix-page")){openAt(id);}}
function listen(){document.addEventListener("change",function(event){if(event.target.matches&&event.target.matches("input[data-read-into]")){readFile(event.target);}});document.addEventListener("htmx:configRequest",function(event){var root=rootOf(event.detail.elt);if(!root){return;}
event.detail.headers["X-CSRFToken"]=cookie("csrftoken");event.detail.headers["X-Internship-Zone"]=window.InternshipMoments.zone();if(root.dataset.keeper){event.detail.headers["X-Internship-Keeper"]=root.dataset.keeper;}});document.addEventListener("htmx:beforeSwap",function(event){var root=rootOf(event.detail.elt),detail=event.detail;if(!root){return;}
root.internshipHadFocus=root.contains(document.activeElement);var asker=(detail.requestConfig&&detail.requestConfig.elt)||detail.elt;var status=detail.xhr.status,form=asker.closest("form, [data-part]");var slot=slotFor(asker,root);if(form){clearErrors(form);}
if(/<html[\s>]/i.test(detail.xhr.responseText)){detail.shouldSwap=false;if(slot){say(root,slot,root.dataset.textExpired);}
return;}
if(status<400){if(slot){slot.innerHTML="";}return;}
if(/class="ix-message/.test(detail.xhr.responseText)){detail.shouldSwap=true;detail.isError=false;detail.target=slot;detail.swapOverride="innerHTML";}else if(slot){detail.shouldSwap=false;say(root,slot,root.dataset.textFailed);}});document.addEventListener("htmx:afterRequest",function(event){var form=rootOf(event.detail.elt)&&event.detail.elt.closest("form"),xhr=event.detail.xhr;if(form&&xhr&&xhr.status===413){blameLongest(form);}});document.addEventListener("htmx:sendError",function(event){var root=rootOf(event.detail.elt);if(root&&!event.detail.elt.closest("[data-draft]")){say(root,slotFor(event.detail.elt,root),root.dataset.textFailed);}});document.addEventListener("htmx:afterSettle",function(event){var root=rootOf(event.detail.elt)||rootOf(event.target);if(!root){return;}
markErrors(root);writeOut(root);aim(root);attachAll(root);var asker=event.detail.requestConfig&&event.detail.requestConfig.elt;noteOpener(event.detail.target,asker);var awaited=window.InternshipLater.reached(asker);if(awaited===true){root.querySelectorAll("[data-focus]").forEach(function(one){one.removeAttribute("data-focus");});return;}
if(awaited){arrive(awaited);return;}
var wrong=refusedAt(root,event.detail);if(wrong){arrive(wrong);return;}
var wanted=root.querySelector("[data-focus]");if(wanted){wanted.removeAttribute("data-focus");}
if(wanted&&!wentOn(root,event.detail.requestConfig)){goTo(wanted.id);}else{findFocus(root,event.target);}});document.addEventListener("focusin",function(event){var root=rootOf(event.target);if(root&&event.target.matches("input, select, textarea")){root.internshipLast=event.target.id;}});document.addEventListener("click",function(event){var link=event.target.closest&&event.target.closest("[data-goto]");if(link&&rootOf(link)){event.preventDefault();(link.hasAttribute("data-press")?openAt:goTo)(link.dataset.goto);}
else if(rootOf(event.target)){pressed(event.target);}});}
function studio(runtime,root){var isSavedInParts=false;root.addEventListener("htmx:afterRequest",function(event){var isPost=event.detail.requestConfig&&event.detail.requestConfig.verb==="post";if(isPost&&!event.detail.elt.hasAttribute("data-preview")&&event.detail.successful){isSavedInParts=true;}});root.addEventListener("htmx:beforeRequest",function(event){if(event.detail.elt.closest("[data-studio-form]")){runtime.notify("save",{state:"start"});}});root.addEventListener("htmx:afterRequest",function(event){if(!event.detail.elt.closest("[data-studio-form]")){return;}
if(event.detail.xhr.getResponseHeader("X-Internship-Saved")){runtime.notify("save",{state:"end"});}
else{runtime.notify("error",{title:"",message:root.dataset.textAttention});}});root.addEventListener("click",function(event){var button=event.target.closest("[data-studio-cancel]");if(!button){return;}
if(button.dataset.studioCancel==="forget"){root.querySelectorAll("form[data-studio-form]").forEach(function(form){if(form.internshipKeeper){form.internshipKeeper.forget();}});}
if(isSavedInParts){runtime.notify("save",{state:"start"});runtime.notify("save",{state:"end"});}else{runtime.notify("cancel",{});}});}
function start(root){if(root.dataset.started){return;}
root.dataset.started="yes";if(!started){started=true;window.htmx.config.includeIndicatorStyles=false;window.htmx.config.allowEval=false;window.htmx.config.defaultSettleDelay=0;listen();}
window.htmx.process(root);attachAll(root);}
function guarded(work){try{work();}catch(problem){if(window.console){window.console.error("internship_xblock could not start",problem&&problem.name);}}}
function startAll(){document.querySelectorAll(".internship[data-keeper]:not([data-started])").forEach(function(root){guarded(function(){start(root);});});}
window.InternshipBlock=function(runtime,element,args){guarded(function(){var place=element&&element.jquery?element[0]:element;var root=(place&&place.querySelector&&place.querySelector("#"+args.id))||document.getElementById(args.id);if(!root){return;}
start(root);if(root.classList.contains("internship--studio")&&runtime&&runtime.notify&&!root.internshipRuntime){root.internshipRuntime=runtime;studio(runtime,root);}});};function watch(){guarded(function(){window.InternshipMoments.attach(document);});startAll();guarded(comeTo);new window.MutationObserver(startAll).observe(document.documentElement,{childList:true,subtree:true});}
if(document.readyState==="loading"){document.addEventListener("DOMContentLoaded",watch);}else{watch();}}());
}
